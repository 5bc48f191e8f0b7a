import {
  PutScheduledUpdateGroupActionCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { sicken } from "../support/scenarios/ill-servers.ts";

const LONG_BAKE = {
  group: { MinSize: 2, MaxSize: 10, DesiredCapacity: 4 },
  declaration: { bake: "20m" },
};

async function scheduleInTen(web: Web, action: object): Promise<void> {
  const StartTime = new Date(web.simulator.clock.now() + 600_000);
  const named = { AutoScalingGroupName: "web", ScheduledActionName: "evening", StartTime };
  await web.person.autoScaling.send(new PutScheduledUpdateGroupActionCommand({ ...named, ...action }));
}

const desired = ({ simulator }: Web, group: string) =>
  simulator.world.state.groups.get(group)?.desiredCapacity;

scenario(
  "a scheduled action that names no desired capacity takes no server from a green that grew under its traffic",
  {
    ...LONG_BAKE,
    leaves: { servers: 7, minimum: 1 },
    before: (web) => scheduleInTen(web, { MinSize: 1, MaxSize: 12 }),
  },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    await web.person.autoScaling.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: "web-g0002", DesiredCapacity: 7 }),
    );
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
    expect(desired(web, "web-g0002")).toBe(7);
  },
);

scenario(
  "what Auto Scaling runs on blue itself while green is kept for study is not done a second time",
  {
    group: LONG_BAKE.group,
    declaration: { onFailure: { keepGreen: "20m" } },
    leaves: { servers: 5 },
    before: (web) => scheduleInTen(web, { DesiredCapacity: 6 }),
  },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    await web.abort();
    await web.until("RollBack");
    const due = 600_000 - (web.simulator.clock.now() % 3_600_000);
    await web.minutes(due / 60_000 + 0.2);
    expect(desired(web, "web")).toBe(6);
    await web.person.autoScaling.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: "web", DesiredCapacity: 5 }),
    );
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
    expect(desired(web, "web")).toBe(5);
  },
);

const throttling = { isOn: false };
scenario(
  "green is watched while the read of blue's schedule is throttled: one that falls ill in the bake loses the traffic at once",
  {
    ...LONG_BAKE,
    leaves: { lost: true },
    before: (web) => scheduleInTen(web, { DesiredCapacity: 4 }),
    simulator: {
      faults: ({ action, caller }) =>
        throttling.isOn && caller.startsWith("moult") && action === "DescribeScheduledActions"
          ? { kind: "error", code: "Throttling", status: 400, message: "slow down" }
          : undefined,
    },
  },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    throttling.isOn = true;
    await web.minutes(5);
    expect(await web.rollout()).toMatchObject({ phase: "Bake" });
    sicken(web, "web-g0002");
    await web.minutes(4);
    expect(await web.rollout()).toMatchObject({ phase: "RollBack", traffic: { setPercent: 0 } });
    throttling.isOn = false;
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
  },
);
