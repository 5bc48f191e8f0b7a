import { DeleteAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { terminateInstances } from "../../simulator/services/ec2/instances/launch.ts";
import type { FleetDeclaration } from "../../src/domain/declaration/fleet.ts";
import { greenWeight, putAlarm, setAlarm } from "../support/scenarios/alarms.ts";
import { expect, scenario, type ScenarioPlan, type Web } from "../support/scenarios/harness.ts";

/** A target group is checked every five seconds here, and two failed checks are one too many: D is ten. */
const D_SECONDS = 10;
const BOUND_SECONDS = D_SECONDS + 120;

const gates = [{ kind: "target-health" as const }, { kind: "alarm" as const, alarms: ["web-sad"] }];

async function secondsUntil(web: Web, isDone: () => boolean | Promise<boolean>): Promise<number> {
  const began = web.simulator.clock.now();
  while (!(await isDone())) {
    if (web.simulator.clock.now() - began > 7_200_000) throw new Error("Two hours, and nothing came of it.");
    await web.simulator.clock.sleep(1000);
  }
  return (web.simulator.clock.now() - began) / 1000;
}

const isRolledBack = async (web: Web): Promise<boolean> => (await web.rollout()).failure !== null;

const triggers = {
  "an alarm rings": (web: Web) => setAlarm(web, "ALARM"),
  "somebody deletes green's group": (web: Web) =>
    web.person.autoScaling.send(
      new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: "web-g0002", ForceDelete: true }),
    ),
  "an operator aborts": (web: Web) => web.abort(),
} as const;

const hourLong = { steps: ["50%", "100%"], pause: "1h" };

/** The fleet behind one listener, with a pause of an hour at half of the traffic. */
const paused = (more: Partial<FleetDeclaration> = {}): ScenarioPlan => ({
  declaration: { gates, ...more },
  before: putAlarm,
  leaves: { lost: true },
});

for (const [what, happens] of Object.entries(triggers)) {
  scenario(
    `twenty seconds into a pause of an hour ${what}: green is at 0 % within two minutes`,
    { ...paused(), traffic: hourLong },
    async (web) => {
      await web.publish();
      await web.untilShifted(50);
      await web.minutes(1 / 3);
      await happens(web);
      expect(await secondsUntil(web, () => greenWeight(web) === 0)).toBeLessThanOrEqual(BOUND_SECONDS);
      await web.settled();
      expect(await web.rollout()).toMatchObject({
        outcome: "rolled-back",
        failure: { phase: "ShiftTraffic" },
      });
      setAlarm(web, "OK");
    },
  );

  scenario(
    `at the begin of a handoff of forty minutes ${what}: green is at 0 % within two minutes`,
    {
      ...paused({ retire: { drain: "60s", handoff: { command: "/opt/handoff", timeout: "1h" } } }),
      image: { "sim:boot-seconds": "40", "sim:healthy-seconds": "15", "sim:command-seconds": "2400" },
    },
    async (web) => {
      await web.publish();
      while (web.count("SendCommand") === 0) await web.simulator.clock.sleep(1000);
      await happens(web);
      expect(await secondsUntil(web, () => greenWeight(web) === 0)).toBeLessThanOrEqual(BOUND_SECONDS);
      await web.settled();
      expect(await web.rollout()).toMatchObject({ outcome: "rolled-back", failure: { phase: "RetireBlue" } });
      expect(await web.liveImage()).toBe(web.account.image);
      setAlarm(web, "OK");
    },
  );
}

scenario(
  "a pause of an hour lasts an hour, and does not count for the deadline",
  {
    declaration: { deadlines: { rollout: "30m" } },
    traffic: hourLong,
  },
  async (web) => {
    await web.publish();
    await web.settled();
    const { outcome, startedAt, endedAt } = await web.rollout();
    expect(outcome).toBe("succeeded");
    expect(((endedAt ?? 0) - startedAt) / 60_000).toBeGreaterThan(60);
  },
);

for (const servers of [1, 4]) {
  scenario(
    `a green of ${servers} that pulls its work dies again and again in the bake: rolled back`,
    { strategy: "none", servers, declaration: { gates: [], bake: "30m" } },
    async (web) => {
      await web.publish();
      await web.until("Bake");
      const { world } = web.simulator;
      const died = new Set<string>();
      const seconds = await secondsUntil(web, async () => {
        for (const { id, lifecycleState } of world.state.groups.get("web-g0002")?.instances.values() ?? [])
          if (lifecycleState === "InService" && !died.has(id)) {
            died.add(id);
            terminateInstances(world, [id], "Server.InternalError: gone");
          }
        return isRolledBack(web);
      });
      expect(seconds).toBeLessThanOrEqual(servers === 1 ? 240 : 120);
      await web.settled();
      const { outcome, outcomeReason, failure } = await web.rollout();
      expect(outcome).toBe("rolled-back");
      expect(outcomeReason).toMatch(/green's servers died within 1h, 1 may .*terminated or stopped/);
      expect(failure).toMatchObject({ phase: "Bake", imageAtFault: false });
      expect(await web.liveImage()).toBe(web.account.image);
    },
  );
}

scenario(
  "a green that pulls its work loses one server, and its group launches another: the release is good",
  { strategy: "none", declaration: { gates: [], bake: "10m" } },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    const { world } = web.simulator;
    const [first = ""] = world.state.groups.get("web-g0002")?.instances.keys() ?? [];
    terminateInstances(world, [first], "Server.InternalError: gone");
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  },
);

scenario(
  "the group of a green that pulls its work is deleted in the bake: rolled back, and nobody's image is blamed",
  { strategy: "none", declaration: { gates: [], bake: "30m" } },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    await triggers["somebody deletes green's group"](web);
    expect(await secondsUntil(web, () => isRolledBack(web))).toBeLessThanOrEqual(120);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back", failure: { imageAtFault: false } });
  },
);
