import { PutScheduledUpdateGroupActionCommand } from "@aws-sdk/client-auto-scaling";
import { dryRunRollout } from "../../src/engine/dry-run/plan.ts";
import { asking } from "../support/scenarios/asks.ts";
import { expect, type ScenarioPlan, scenario, type Web } from "../support/scenarios/harness.ts";

const planFor = (web: Web, image: string) =>
  dryRunRollout({ fleet: "web", ask: asking({ image }) }, web.runtime);

const FLEETS: Readonly<Record<string, ScenarioPlan>> = {
  "alb-weighted": {},
  "nlb-weighted": { strategy: "nlb-weighted" },
  "target-group": { strategy: "target-group" },
  none: { strategy: "none", declaration: { gates: [{ kind: "instance-status" }] } },
  "with every gate and a handoff": {
    declaration: {
      gates: [
        { kind: "instance-status" },
        { kind: "target-health" },
        { kind: "command", commands: ["/opt/selftest"] },
        { kind: "http", path: "/healthz" },
        { kind: "alarm", alarms: ["web-5xx"] },
      ],
      retire: { drain: "60s", handoff: { command: "/opt/handoff" } },
    },
  },
  // The account's clock begins on Friday 2026-11-20, 10:00 UTC: closed before green is ready, for whoever is planned for.
  "with a window for its first traffic": {
    declaration: { windows: { allow: ["Fri 10:00-10:10", "Sat 10:00-10:10"], gates: "shift" } },
  },
  "that autoscales": { group: { MinSize: 2, MaxSize: 10, DesiredCapacity: 4 } },
  "with a schedule": {
    before: async ({ person, simulator }) => {
      await person.autoScaling.send(
        new PutScheduledUpdateGroupActionCommand({
          AutoScalingGroupName: "web",
          ScheduledActionName: "evening",
          Recurrence: "0 20 * * *",
          DesiredCapacity: 2,
          StartTime: new Date(simulator.clock.now() + 30 * 86_400_000),
        }),
      );
    },
  },
  "of one server": { servers: 1 },
  "with two listeners": { waysIn: "listeners" },
  "with two path rules": { waysIn: "paths" },
  "with two load balancers": { waysIn: "balancers" },
  "with two ports": { waysIn: "ports", strategy: "nlb-weighted" },
  "that has none yet": {
    firstGeneration: true,
    declaration: {
      capacity: { initial: { min: 2, desired: 3, max: 6 } },
      network: { subnets: ["subnet-a", "subnet-b"] },
    },
    leaves: { servers: 3, minimum: 2, lost: true },
  },
};

for (const [name, fleet] of Object.entries(FLEETS)) {
  scenario(
    `the plan names the calls of the rollout that follows, in their order: a fleet ${name}`,
    fleet,
    async (web) => {
      const image = await web.bake();
      const writes = () => web.simulator.calls.records.filter(({ kind }) => kind === "write").length;
      const before = writes();
      const entries = (await web.entries()).length;
      const plan = await planFor(web, image);
      expect(writes(), "calls of the plan that change something").toBe(before);
      expect(await web.entries(), "entries of the plan").toHaveLength(entries);
      expect(plan.verdict).toBe("changes");
      expect(plan.reason).toMatch(/become generation/);

      await web.start({ image });
      await web.settled();
      expect(await web.rollout()).toMatchObject({ outcome: "succeeded", size: plan.size });
      expect(web.changes().map(({ action }) => action)).toEqual(plan.steps.map(({ action }) => action));
      const { startedAt, endedAt } = await web.rollout();
      const took = ((endedAt ?? 0) - startedAt) / 1000;
      expect(plan.estimatedSeconds).toBeGreaterThan(took * 0.5);
      expect(plan.estimatedSeconds).toBeLessThan(took * 1.5);
    },
  );
}

scenario(
  "a second rollout is planned as it is: the generation's own template version goes too",
  {},
  async (web) => {
    await web.publish();
    await web.settled();
    const before = web.changes().length;
    const image = await web.bake();
    const plan = await planFor(web, image);
    await web.start({ image });
    await web.settled();
    const real = web.changes().slice(before);
    expect(real.map(({ action }) => action)).toEqual(plan.steps.map(({ action }) => action));
  },
);

scenario("planning what is not to be done", {}, async (web) => {
  expect(await planFor(web, web.account.image)).toMatchObject({ verdict: "nothing-to-do", steps: [] });
  const gone = await planFor(web, "ami-0123456789abcdef0");
  expect(gone).toMatchObject({ verdict: "refused", steps: [] });
  expect(gone.reason).toMatch(/does not exist/);
});

scenario(
  "a plan does not promise what an alarm would stop",
  {
    declaration: { gates: [{ kind: "alarm", alarms: ["web-5xx"] }] },
  },
  async (web) => {
    web.simulator.world.state.alarms.delete("web-5xx");
    const plan = await planFor(web, await web.bake());
    expect(plan.reason).toMatch(/would fail.*web-5xx/);
  },
);

scenario("a plan can be made while a rollout is under way, and disturbs nothing", {}, async (web) => {
  await web.publish();
  await web.until("ShiftTraffic");
  const before = (await web.rollout()).id;
  await planFor(web, await web.bake());
  await web.settled();
  expect(await web.rollout()).toMatchObject({ id: before, outcome: "succeeded" });
});
