import {
  ResumeProcessesCommand,
  SetDesiredCapacityCommand,
  SuspendProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { setZoneCapacity } from "../../simulator/services/ec2/instances/launch.ts";
import { giveGreen } from "../support/scenarios/give-weights.ts";
import { sicken } from "../support/scenarios/ill-servers.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

const SLOW = { "sim:boot-seconds": "600" };

/** When moult changed the rule since, in seconds. */
const changedAfter = (web: Web, since: number): number[] =>
  web
    .changes()
    .filter(({ action, at }) => action === "ModifyListener" && at > since)
    .map(({ at }) => (at - since) / 1000);

scenario(
  "a green that boots loses what somebody gives it, within two minutes of the detection time",
  { leaves: { lost: true } },
  async (web) => {
    await web.publish(SLOW);
    await web.until("ValidateGreen");
    await web.minutes(2);
    const since = web.simulator.clock.now();
    await giveGreen(web, 100);
    await web.settled();
    expect(changedAfter(web, since)[0]).toBeLessThan(150);
    expect((await web.rollout()).outcome).toBe("succeeded");
    expect((await web.entries()).filter(({ action }) => action === "return-early-traffic")).toHaveLength(1);
  },
);

scenario(
  "so it does while its servers are launched, which may take long where there is no capacity",
  { leaves: { lost: true } },
  async (web) => {
    const { world } = web.simulator;
    const zones = (has: boolean) => {
      for (const zone of ["us-east-1a", "us-east-1b"]) setZoneCapacity(world, zone, has);
    };
    const launching = { AutoScalingGroupName: "web-g0002", ScalingProcesses: ["Launch"] };
    zones(false);
    await web.publish();
    await web.until("ObserveGreen");
    await web.person.autoScaling.send(new SuspendProcessesCommand(launching));
    const since = web.simulator.clock.now();
    await giveGreen(web, 40);
    await web.minutes(4);
    zones(true);
    await web.person.autoScaling.send(new ResumeProcessesCommand(launching));
    await web.settled();
    expect(changedAfter(web, since)[0]).toBeLessThan(150);
  },
);

scenario(
  "a rollout whose early traffic was returned still makes room for the next image",
  { leaves: { lost: true } },
  async (web) => {
    await web.publish(SLOW);
    await web.until("ValidateGreen");
    await web.minutes(2);
    await giveGreen(web, 100);
    await web.minutes(3);
    const next = await web.publish();
    await web.settled();
    expect((await web.rollouts()).map(({ outcome }) => outcome)).toEqual(["succeeded", "superseded"]);
    expect(await web.liveImage()).toBe(next);
  },
);

scenario(
  "a green that fell ill before its first step loses what somebody gives it while the step waits",
  { traffic: { steps: ["50%", "100%"] }, leaves: { lost: true, servers: 6 } },
  async (web) => {
    const { world, clock } = web.simulator;
    await web.publish();
    await web.until("ValidateGreen");
    // Blue is to be larger, and green has to be as large before its first step.
    for (const zone of ["us-east-1a", "us-east-1b"]) setZoneCapacity(world, zone, false);
    const larger = { AutoScalingGroupName: "web", MaxSize: 8, DesiredCapacity: 6 };
    await web.person.autoScaling.send(new UpdateAutoScalingGroupCommand(larger));
    await web.until("ShiftTraffic");
    await web.minutes(1);
    sicken(web, "web-g0002");
    await web.minutes(1);
    const since = clock.now();
    await giveGreen(web, 50);
    await web.minutes(4);
    expect((await web.rollout()).traffic.setAt).toBeNull();
    expect(changedAfter(web, since)[0]).toBeLessThan(150);
    for (const zone of ["us-east-1a", "us-east-1b"]) setZoneCapacity(world, zone, true);
    await web.settled();
  },
);

scenario("a green that answers keeps what somebody gave it before its first step", {}, async (web) => {
  await web.publish({ "sim:healthy-seconds": "5" });
  await web.until("ValidateGreen");
  await web.minutes(1);
  await giveGreen(web, 30);
  await web.settled();
  expect((await web.rollout()).outcome).toBe("succeeded");
  expect((await web.entries()).some(({ action }) => action === "return-early-traffic")).toBe(false);
});

scenario(
  "green's own step is set again, not what somebody gave it and took back",
  { traffic: { steps: ["10%", "50%", "100%"], pause: "20m" } },
  async (web) => {
    await web.publish();
    await web.untilShifted(10);
    await giveGreen(web, 100);
    await web.minutes(3);
    await giveGreen(web, 0);
    await web.minutes(3);
    expect((await web.rollout()).traffic.setPercent).toBe(10);
    await web.settled();
    expect((await web.rollout()).outcome).toBe("succeeded");
  },
);

for (const [state, declaration] of [
  ["Bake", { bake: "20m" }],
  ["RetireBlue", { retire: { drain: "30s", warm: "1h" } }],
] as const)
  scenario(
    `a fleet of none whose blue gets servers in ${state} is served by them, and green follows`,
    { servers: 0, declaration, leaves: { lost: true, servers: 3 } },
    async (web) => {
      await web.publish();
      await web.until(state);
      await web.minutes(2);
      const group = { AutoScalingGroupName: "web" };
      await web.person.autoScaling.send(new UpdateAutoScalingGroupCommand({ ...group, MaxSize: 4 }));
      await web.person.autoScaling.send(new SetDesiredCapacityCommand({ ...group, DesiredCapacity: 3 }));
      await web.settled();
      const run = await web.rollout();
      expect(run.outcome).toBe("succeeded");
      expect(run.size).toBe(3);
      const again = (await web.entries()).filter(({ action }) => action === "shift-again");
      expect(again).toHaveLength(1);
      // Since when an alarm may be of what green's servers did.
      expect(run.milestones["first-traffic"]).toBeGreaterThan(again[0]?.at ?? Infinity);
    },
  );
