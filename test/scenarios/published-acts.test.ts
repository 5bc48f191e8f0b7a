import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { fleetSchema } from "../../src/domain/declaration/fleet.ts";
import { readFleet } from "../../src/ledger/fleets.ts";
import { applyDeclaration } from "../../src/operator/apply-declaration.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

const timesOf = ({ published }: Web, type: string): number =>
  published.filter((event) => event["detail-type"] === type).length;

scenario(
  "a rollout is paused, resumed and promoted, each asked for twice: each is told once",
  { traffic: { steps: ["10%", "50%", "100%"], pause: "10m" } },
  async (web) => {
    await web.publish();
    await web.untilShifted(10);
    for (const act of ["pause", "resume", "promote"] as const) {
      await Promise.all([web.steer(act), sweepOnce(web)]);
      // A shorter pause is none.
      await web.steer(act, { seconds: 60 });
      await web.minutes(2);
      await Promise.all([sweepOnce(web), sweepOnce(web)]);
    }
    await web.settled();
    await sweepOnce(web);
    for (const type of ["Rollout Paused", "Rollout Resumed", "Rollout Promoted"])
      expect([type, timesOf(web, type)]).toEqual([type, 1]);
  },
);

scenario("a declaration that is changed is told once, and one that says the same is not", {}, async (web) => {
  const { ledger, simulator } = web;
  const before = await readFleet(ledger, "web");
  const declaration = { ...before?.declaration, budget: { perDay: 2 } } as NonNullable<
    typeof before
  >["declaration"];
  const parsed = { declaration, fleet: fleetSchema.parse(declaration), file: "web.yml" };
  const asked = { parsed: parsed as never, by: "ada@laptop" };
  const acting = { ledger, clock: simulator.clock };
  await applyDeclaration({ ...asked, before }, acting);
  await applyDeclaration({ ...asked, before: await readFleet(ledger, "web") }, acting);
  await Promise.all([sweepOnce(web), sweepOnce(web)]);
  expect(timesOf(web, "Declaration Changed")).toBe(1);
});
