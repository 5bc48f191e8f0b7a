import { vi } from "vitest";
import { sweepOnce } from "../../../rehearsal/rehearsal.ts";
import { expect, scenario, type Web } from "../../support/scenarios/harness.ts";

/** Starts an execution that is to take a rollout over, as anybody may from the console; answers how it ended. */
async function recoverByHand(web: Web, id: string) {
  web.engine.startWith("by-hand", { fleet: "web", recover: id });
  return web.engine.settled("by-hand");
}

scenario("a rollout asks about no execution, neither its own nor another one", {}, async (web) => {
  const asked = vi.spyOn(web.engine, "status");
  await web.start({ force: true });
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  expect(asked).not.toHaveBeenCalled();
});

scenario("a recovery by hand of a rollout that runs is refused, and that one succeeds", {}, async (web) => {
  const id = await web.start({ force: true });
  await web.until("ShiftTraffic");
  const { status, error, cause } = await recoverByHand(web, id);
  expect({ status, error }).toEqual({ status: "FAILED", error: "Refused" });
  expect(cause).toContain(`execution ${id} may still carry rollout ${id}`);
  expect((await sweepOnce(web)).irregularities).toEqual([]);
  await web.settled();
  expect(await web.rollout()).toMatchObject({ id, execution: id, outcome: "succeeded" });
});

scenario("a recovery by hand of a stopped rollout that was redriven is refused as well", {}, async (web) => {
  const id = await web.start({ force: true });
  await web.until("ShiftTraffic");
  web.engine.stop(id);
  await web.engine.settled(id);
  expect(web.engine.redrive(id)).toBe("started");
  expect(await recoverByHand(web, id)).toMatchObject({ status: "FAILED", error: "Refused" });
  await web.settled();
  expect(await web.rollout()).toMatchObject({ id, outcome: "succeeded" });
});

scenario("a recovery by hand of a stopped rollout takes it over, as the sweep's would", {}, async (web) => {
  const id = await web.start({ force: true });
  await web.until("ShiftTraffic");
  web.engine.stop(id);
  await web.engine.settled(id);
  expect(await recoverByHand(web, id)).toMatchObject({ status: "FAILED", error: "RolledBack" });
  expect(await web.rollout()).toMatchObject({ id, execution: "by-hand", outcome: "rolled-back" });
});
