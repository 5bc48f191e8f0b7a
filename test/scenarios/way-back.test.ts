import { TerminateInstancesCommand } from "@aws-sdk/client-ec2";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

const moves = (web: Web) =>
  web.changes().filter(({ action }) => action === "ModifyListener" || action === "ModifyRule").length;

for (const phase of [
  "LaunchGreen",
  "ObserveGreen",
  "ValidateGreen",
  "ShiftTraffic",
  "Bake",
  "RetireBlue",
] as const) {
  scenario(
    `an operator's abort in ${phase} brings everything back`,
    { declaration: { retire: { drain: "10m" } } },
    async (web) => {
      await web.publish();
      await web.until(phase);
      expect(await web.abort()).toBe((await web.rollout()).id);
      await web.settled();
      expect(await web.rollout()).toMatchObject({
        outcome: "rolled-back",
        outcomeReason: "aborted by ada: changed my mind",
        failure: { imageAtFault: false },
      });
      expect(await web.liveImage()).toBe(web.account.image);
    },
  );
}

scenario("an abort at 10% of the traffic takes green out in one call", {}, async (web) => {
  await web.publish();
  await web.untilShifted(10);
  const before = moves(web);
  await web.abort();
  await web.settled();
  // Another takes it out of the rule, when it has none.
  expect(moves(web) - before).toBe(2);
});

scenario(
  "an abort while blue is warm goes back in one call, to servers that still run",
  {
    declaration: { retire: { drain: "60s", warm: "2h" } },
  },
  async (web) => {
    await web.publish();
    await web.until("RetireBlue");
    await web.minutes(30);
    const before = moves(web);
    const blue = [...(web.simulator.world.state.groups.get("web")?.instances.keys() ?? [])];
    await web.abort("latency is worse");
    await web.settled();
    expect(moves(web) - before).toBe(2);
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
    expect([...(web.simulator.world.state.groups.get("web")?.instances.keys() ?? [])]).toEqual(blue);
  },
);

scenario("an abort while nothing runs changes nothing", {}, async (web) => {
  expect(await web.abort()).toBeUndefined();
  await web.publish();
  await web.settled();
  const before = web.changes().length;
  expect(await web.abort()).toBeUndefined();
  await web.minutes(10);
  expect(web.changes()).toHaveLength(before);
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
});

scenario("an abort after blue was released changes nothing: the only way is forward", {}, async (web) => {
  await web.publish();
  await web.until("RetireBlue");
  while ((await web.rollout()).milestones["blue-released"] === undefined) await web.minutes(0.05);
  await web.abort();
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
});

for (const strategy of ["nlb-weighted", "target-group", "none"] as const) {
  for (const phase of ["ShiftTraffic", "Bake"] as const) {
    scenario(`an abort in ${phase} brings everything back: ${strategy}`, { strategy }, async (web) => {
      await web.publish();
      await web.until(phase);
      await web.abort();
      await web.settled();
      expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
      expect(await web.liveImage()).toBe(web.account.image);
    });
  }
}

scenario(
  "the call that would move traffic is refused: rolled back, and nobody waits for ever",
  {
    simulator: {
      faults: ({ action, caller, input }) =>
        caller.startsWith("moult") &&
        action === "ModifyListener" &&
        /"Weight":10[,}]/.test(JSON.stringify(input))
          ? { kind: "error", code: "AccessDenied", status: 403, message: "not allowed" }
          : undefined,
    },
  },
  async (web) => {
    await web.publish();
    await web.settled();
    const { startedAt, endedAt, outcome, outcomeReason } = await web.rollout();
    expect(outcome).toBe("rolled-back");
    expect(outcomeReason).toMatch(/ModifyListener/);
    expect(((endedAt ?? 0) - startedAt) / 60_000).toBeLessThan(10);
  },
);

scenario("somebody puts traffic back to blue by hand, then aborts", {}, async (web) => {
  await web.publish();
  await web.untilShifted(50);
  await web.person.moveTraffic(web.account, 0);
  await web.abort();
  await web.settled();
  const { abort, endedAt } = await web.rollout();
  expect(((endedAt ?? 0) - (abort?.requestedAt ?? 0)) / 60_000).toBeLessThan(10);
});

const healthyAtDetach: number[] = [];
scenario(
  "one target group: green leaves only when all of blue's servers answer again",
  {
    strategy: "target-group",
    simulator: {
      faults: ({ action, input, caller }) => {
        if (
          caller.startsWith("moult") &&
          action === "DetachTrafficSources" &&
          input["AutoScalingGroupName"] === "web-g0002"
        )
          healthyAtDetach.push(blueHealthy());
        return undefined;
      },
    },
  },
  async (web) => {
    healthyAtDetach.length = 0;
    const { groups, targetGroups } = web.simulator.world.state;
    blueHealthy = () =>
      [...(targetGroups.get(web.account.targetGroups[0] ?? "")?.targets.values() ?? [])].filter(
        ({ id, state }) => state === "healthy" && groups.get("web")?.instances.has(id),
      ).length;
    await web.publish();
    await web.until("Bake");
    await web.minutes(1);
    await web.abort();
    await web.settled();
    expect(healthyAtDetach).toEqual([4]);
  },
);
let blueHealthy = (): number => 0;

scenario(
  "one target group: an image that goes bad in the bake leaves it, blue is back in it first",
  { strategy: "target-group", declaration: { gates: [{ kind: "alarm", alarms: ["web-5xx"] }], bake: "10m" } },
  async (web) => {
    await web.publish({ "sim:error-rate": "0.5" });
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back", failure: { imageAtFault: true } });
  },
);

scenario(
  "blue has no server that answers any more: traffic stays on green until it has",
  { declaration: { bake: "1h" }, leaves: { servers: 4 } },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    await web.minutes(2);
    const { groups, targetGroups } = web.simulator.world.state;
    const blue = [...(groups.get("web")?.instances.keys() ?? [])];
    await web.person.ec2.send(new TerminateInstancesCommand({ InstanceIds: blue }));
    await web.minutes(0.2);
    await web.abort();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
    const targets = [...(targetGroups.get(web.account.targetGroups[0] ?? "")?.targets.values() ?? [])];
    expect(targets.map(({ state }) => state)).toEqual(["healthy", "healthy", "healthy", "healthy"]);
  },
);

scenario(
  "a server of green dies in the middle of the shift: its group replaces it and the shift goes on",
  // What it had in its hands is lost with it.
  { leaves: { lost: true } },
  async (web) => {
    await web.publish();
    await web.untilShifted(50);
    const [server = ""] = web.simulator.world.state.groups.get("web-g0002")?.instances.keys() ?? [];
    await web.person.ec2.send(new TerminateInstancesCommand({ InstanceIds: [server] }));
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  },
);

scenario(
  "a green that goes bad while blue is warm is taken out, and blue serves again",
  {
    declaration: { retire: { drain: "60s", warm: "2h" } },
    leaves: { lost: true },
  },
  async (web) => {
    await web.publish({ "sim:sickens-seconds": "1800" });
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back", failure: { imageAtFault: true } });
    expect(await web.liveImage()).toBe(web.account.image);
  },
);
