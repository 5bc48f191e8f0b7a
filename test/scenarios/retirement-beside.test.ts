import { SetInstanceProtectionCommand } from "@aws-sdk/client-auto-scaling";
import { steerRollout } from "../../src/operator/steer-rollout.ts";
import { freezeFleet } from "../../src/operator/freeze-fleet.ts";
import { unfreezeFleet } from "../../src/operator/unfreeze-fleet.ts";
import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { hook, retiredOf, TWO_HOURS } from "../support/scenarios/terminate-hook.ts";

/** Minutes that went by until the fleet was free of its first rollout. */
const minutesHeld = async (web: Web) => {
  const first = (await web.rollouts()).at(-1);
  return ((first?.endedAt ?? 0) - (first?.milestones["blue-released"] ?? 0)) / 60_000;
};

scenario(
  "a hotfix published while the released blue waits two hours for its terminate hook begins when blue is out of its target group",
  { group: TWO_HOURS },
  async (web) => {
    await web.publish();
    await web.until("RetireBlue");
    while ((await web.rollout()).milestones["blue-released"] === undefined) await web.minutes(0.1);
    const hotfix = await web.publish();
    const askedAt = web.simulator.clock.now();
    await web.until("LaunchGreen");
    expect((web.simulator.clock.now() - askedAt) / 60_000).toBeLessThan(3);
    await web.until("Replaced");
    expect(await web.liveImage()).toBe(hotfix);
    // The first blue is still on its way.
    expect(web.simulator.world.state.groups.get("web")?.instances.size).toBe(4);
    await web.settled();
    expect(await minutesHeld(web)).toBeLessThan(3);
    expect(await retiredOf(web)).toMatchObject([
      { id: "web-g0002-retirement", outcome: "succeeded", generation: 2 },
      { id: "web-g0001-retirement", outcome: "succeeded", generation: 1 },
    ]);
  },
);

scenario(
  "servers that pull have no target group: the fleet is free at once, and they end their work meanwhile",
  { strategy: "none", group: TWO_HOURS },
  async (web) => {
    await web.publish();
    await web.until("Replaced");
    expect(await minutesHeld(web)).toBeLessThan(1);
    expect(web.simulator.world.state.groups.get("web")?.instances.size).toBe(4);
    await web.settled();
    expect(await retiredOf(web)).toMatchObject([{ outcome: "succeeded" }]);
  },
);

scenario(
  "one target group for all: blue was detached before it was released, so the fleet is free at once",
  { strategy: "target-group", group: TWO_HOURS },
  async (web) => {
    await web.publish();
    await web.until("Replaced");
    expect(await minutesHeld(web)).toBeLessThan(1);
    const hotfix = await web.publish();
    await web.until("Replaced");
    expect(await web.liveImage()).toBe(hotfix);
    await web.settled();
    expect((await retiredOf(web)).map(({ outcome }) => outcome)).toEqual(["succeeded", "succeeded"]);
  },
);

scenario(
  "a hook that is abandoned ends its server all the same",
  { group: hook(1800, "ABANDON") },
  async (web) => {
    await web.publish();
    await web.settled();
    const [retirement] = await retiredOf(web);
    expect(retirement).toMatchObject({ outcome: "succeeded", outcomeReason: "generation 1 is gone" });
    expect(((retirement?.endedAt ?? 0) - (retirement?.startedAt ?? 0)) / 60_000).toBeGreaterThan(28);
  },
);

scenario(
  "without a hook blue is gone within its rollout: nothing is left to a retirement",
  {},
  async (web) => {
    await web.publish();
    await web.settled();
    expect(await retiredOf(web)).toEqual([]);
  },
);

scenario(
  "servers that outlast the deadline are retained by their retirement, which says so",
  { group: TWO_HOURS, declaration: { deadlines: { rollout: "1h" } }, leaves: { retained: [1] } },
  async (web) => {
    const told: unknown[] = [];
    web.simulator.world.onEvent(({ source, detail }) => {
      if (source === "moult") told.push(detail["irregularity"]);
    });
    await web.publish();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
    const [retirement] = await retiredOf(web);
    expect(retirement).toMatchObject({
      outcome: "retained",
      outcomeReason: "generation 1 is retained: 4 servers still stop",
    });
    const released = (await web.rollout()).milestones["blue-released"] ?? 0;
    expect(((retirement?.endedAt ?? 0) - released) / 60_000).toBeCloseTo(60, -0.5);
    expect(told).toContain("generation 1 is retained: 4 servers still stop");
    // They stop by themselves, and the group stays for a person.
    await web.minutes(90);
  },
);

scenario(
  "a freeze stops a retirement where it is, and does not count against its time",
  { group: TWO_HOURS },
  async (web) => {
    await web.publish();
    await web.until("TakeDown");
    const { ledger, simulator } = web;
    const about = { fleet: "web", by: "ada", reason: "incident" };
    await freezeFleet({ ...about, seconds: null }, { ledger, clock: simulator.clock });
    await web.minutes(300);
    expect(simulator.world.state.groups.get("web")?.instances.size).toBe(0);
    const [frozen] = await retiredOf(web);
    expect(frozen?.waiting).toMatchObject({ reason: "frozen: incident", isDeclared: true });
    await unfreezeFleet(about, { ledger, clock: simulator.clock });
    await web.settled();
    expect(await retiredOf(web)).toMatchObject([{ outcome: "succeeded" }]);
  },
);

scenario(
  "a retirement whose execution is stopped is taken over by the sweep, where it stands",
  { group: TWO_HOURS },
  async (web) => {
    await web.publish();
    await web.until("TakeDown");
    await web.minutes(5);
    web.engine.stop("web-g0001-retirement");
    await web.minutes(1);
    const { irregularities } = await sweepOnce(web);
    expect(irregularities).toMatchObject([
      { irregularity: expect.stringMatching(/^retirement web-g0001-retirement stood in TakeDown/) },
    ]);
    await web.settled();
    expect(await retiredOf(web)).toMatchObject([{ outcome: "succeeded", failure: null }]);
    expect((await retiredOf(web))[0]?.execution).toMatch(/-recover-/);
  },
);

scenario(
  "the second rollout rolls back while the first blue is still on its way: each has its own lease",
  { group: TWO_HOURS },
  async (web) => {
    const first = await web.publish();
    await web.until("Replaced");
    await web.publish({ "sim:healthy-seconds": "never" });
    await web.settled();
    expect(await web.liveImage()).toBe(first);
    expect((await web.rollouts()).map(({ outcome }) => outcome)).toEqual(["rolled-back", "succeeded"]);
  },
);

scenario("an abort finds no rollout while only a retirement goes on", { group: TWO_HOURS }, async (web) => {
  await web.publish();
  await web.until("Replaced");
  const { ledger, simulator } = web;
  const asked = { act: "abort" as const, fleet: "web", by: "ada", reason: "no" };
  expect(await steerRollout(asked, { ledger, clock: simulator.clock })).toMatchObject({
    changed: false,
    rollout: null,
  });
  await web.settled();
  expect(await retiredOf(web)).toMatchObject([{ outcome: "succeeded", abort: null }]);
});

scenario(
  "a server of a blue that is protected from scale-in stays in the target group, and holds the fleet until it may go",
  { group: TWO_HOURS },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    const [server = ""] = web.simulator.world.state.groups.get("web")?.instances.keys() ?? [];
    const protect = (ProtectedFromScaleIn: boolean) =>
      web.person.autoScaling.send(
        new SetInstanceProtectionCommand({
          AutoScalingGroupName: "web",
          InstanceIds: [server],
          ProtectedFromScaleIn,
        }),
      );
    await protect(true);
    await web.until("RetireBlue");
    await web.minutes(30);
    expect(await web.rollout()).toMatchObject({ outcome: null });
    await protect(false);
    await web.until("Replaced");
    expect(await retiredOf(web)).toMatchObject([{ outcome: null }]);
    await web.settled();
  },
);
