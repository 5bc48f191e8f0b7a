import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { scheduleEvent } from "../../simulator/services/ec2/scheduled/scheduled-events.ts";
import { readFleetView } from "../../src/views/fleet/read-fleet-view.ts";
import { expect, scenario, type ScenarioPlan, type Web } from "../support/scenarios/harness.ts";
import { idsOf, RECYCLED, recyclesOf } from "../support/scenarios/recycled.ts";
import { saidOf } from "../support/scenarios/sweeps.ts";

// A run that waits does not answer what is found about servers meanwhile: it is said what waits, for what, and until when.

const HOUR = 3600;
const NOTICED: ScenarioPlan = {
  ...RECYCLED,
  declaration: { ...RECYCLED.declaration, health: { retirement: "replace" } },
};

/** AWS is to stop this server in so many seconds, and says so. */
async function retires(web: Web, server: string, seconds: number): Promise<void> {
  scheduleEvent(web.simulator.world, server, { code: "instance-retirement", seconds, isPublished: true });
  await web.minutes(2);
}

/** What else status says beside the run. */
async function also({ ledger, simulator }: Web): Promise<readonly string[]> {
  const now = simulator.clock.now();
  return (await readFleetView(ledger, { fleet: "web", id: undefined, now })).explanation.also;
}

scenario(
  "AWS retires a server in three hours, and a rollout is paused for a day: said by an event, in time for a person to resume",
  NOTICED,
  async (web) => {
    const [first = ""] = idsOf(web);
    await web.publish();
    await web.untilShifted(10);
    await web.steer("pause", { reason: "a second look", seconds: 24 * HOUR });
    await web.minutes(3);
    await retires(web, first, 3 * HOUR);
    const { id } = await web.rollout();
    const said = new RegExp(
      `^${first} is to be replaced .instance-retirement, not before .*: that waits for rollout ${id} and its end, and it waits until 2026-11-21 .*if that succeeds the server goes with the others`,
    );
    await sweepOnce(web);
    expect(saidOf(web, "urgent-waits")).toEqual([expect.stringMatching(said)]);
    expect(saidOf(web, "urgent-waits")[0]).toMatch(/AWS acts on it from .* on, before it can be replaced$/);
    expect(await also(web)).toEqual([expect.stringMatching(first)]);
    const [event] = web.published.filter(({ detail }) => detail["kind"] === "urgent-waits");
    expect(event?.detail["next"]).toEqual([
      "moult rollout status web",
      'moult rollout resume web --reason "a server waits for it"',
      'moult rollout abort web --reason "it does not go on" --confirm web',
    ]);
    await sweepOnce(web);
    expect(saidOf(web, "urgent-waits")).toHaveLength(1);
    await web.steer("resume");
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
    expect(web.simulator.world.state.instances.get(first)?.state).not.toBe("running");
    await sweepOnce(web);
    expect(await also(web)).toEqual([]);
  },
);

scenario(
  "AWS retires a server of the new generation in its warm time, long before NotBefore: status says that it waits, no event does, and it is replaced afterwards",
  { ...NOTICED, declaration: { ...NOTICED.declaration, retire: { drain: "60s", warm: "2h" } } },
  async (web) => {
    const before = idsOf(web);
    await web.publish();
    await web.until("RetireBlue");
    await web.minutes(5);
    const { groups } = web.simulator.world.state;
    const fresh = [...(groups.get("web-g0002")?.instances.keys() ?? [])];
    const [first = ""] = fresh;
    expect(before).not.toContain(first);
    await retires(web, first, 72 * HOUR);
    await sweepOnce(web);
    expect(saidOf(web, "urgent-waits")).toEqual([]);
    expect(await also(web)).toEqual([expect.stringMatching(`^${first} is to be replaced`)]);
    await web.settled();
    await web.minutes(5);
    await sweepOnce(web);
    await web.settled();
    expect((await recyclesOf(web)).flatMap(({ replaced }) => replaced)).toEqual([first]);
  },
);

scenario(
  "a server that its own recycle has in hand waits for nothing, however long that is paused",
  NOTICED,
  async (web) => {
    const [first = ""] = idsOf(web);
    scheduleEvent(web.simulator.world, first, {
      code: "instance-retirement",
      seconds: 2 * HOUR,
      isPublished: true,
    });
    await web.until("ValidateSubstitutes");
    await web.steer("pause", { seconds: 12 * HOUR });
    await web.minutes(10);
    await sweepOnce(web);
    expect(saidOf(web, "urgent-waits")).toEqual([]);
    await web.steer("resume");
    await web.settled();
    expect((await recyclesOf(web)).flatMap(({ replaced }) => replaced)).toEqual([first]);
  },
);
