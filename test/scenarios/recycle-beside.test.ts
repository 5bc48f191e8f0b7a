import {
  PutScheduledUpdateGroupActionCommand,
  SetDesiredCapacityCommand,
  TerminateInstanceInAutoScalingGroupCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { TerminateInstancesCommand } from "@aws-sdk/client-ec2";
import { setZoneCapacity } from "../../simulator/services/ec2/instances/launch.ts";
import { applyDesiredByAlarm } from "../../simulator/services/auto-scaling/groups/size.ts";
import { interruptSpot, recommendRebalance } from "../../simulator/services/ec2/spot/notices.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { drift, idsOf, RECYCLED, recycleOf, zonesOf } from "../support/scenarios/recycled.ts";

// What others do to the group while servers of it are replaced in place (aws-facts 8.1 to 8.6).

const STATES = ["LaunchSubstitutes", "ValidateSubstitutes", "Isolate", "EndServers"] as const;
const WEB = { AutoScalingGroupName: "web" };
const desiredOf = ({ simulator }: Web) => simulator.world.state.groups.get("web")?.desiredCapacity;

/** One server has drifted, and its recycle is in this state. */
async function recycling(web: Web, state: (typeof STATES)[number]): Promise<string> {
  const [first = ""] = idsOf(web);
  const entered = web.until(state);
  await drift(web, [first]);
  await entered;
  return first;
}

for (const state of STATES) {
  scenario(
    `a person wants more servers in ${state}: they come, and stay`,
    { ...RECYCLED, leaves: { servers: 6 } },
    async (web) => {
      const first = await recycling(web, state);
      await web.person.autoScaling.send(
        new SetDesiredCapacityCommand({ ...WEB, DesiredCapacity: (desiredOf(web) ?? 0) + 2 }),
      );
      await web.settled();
      expect(await recycleOf(web)).toMatchObject({ outcome: "succeeded", replaced: [first] });
      await web.minutes(5);
      expect(desiredOf(web)).toBe(6);
    },
  );

  // Whoever ends a server past its group and its load balancer loses what it was asked.
  const past = { ...RECYCLED, leaves: { lost: true } };
  scenario(`a person ends the server that is due in ${state}`, past, async (web) => {
    const first = await recycling(web, state);
    await web.person.ec2.send(new TerminateInstancesCommand({ InstanceIds: [first] }));
    await web.settled();
    expect((await recycleOf(web)).endedAt).not.toBeNull();
    await web.minutes(5);
    expect([idsOf(web).includes(first), idsOf(web).length, desiredOf(web)]).toEqual([false, 4, 4]);
  });

  scenario(
    `a person ends another server by the group in ${state}`,
    { ...RECYCLED, leaves: { lost: true } },
    async (web) => {
      const other = idsOf(web)[2] ?? "";
      const first = await recycling(web, state);
      await web.person.autoScaling.send(
        new TerminateInstanceInAutoScalingGroupCommand({
          InstanceId: other,
          ShouldDecrementDesiredCapacity: false,
        }),
      );
      await web.settled();
      expect(await recycleOf(web)).toMatchObject({ outcome: "succeeded", replaced: [first] });
      await web.minutes(10);
      expect([idsOf(web).length, desiredOf(web)]).toEqual([4, 4]);
    },
  );

  scenario(
    `a zone has no capacity, and has it again in ${state}: zones are even in the end`,
    RECYCLED,
    async (web) => {
      const { world } = web.simulator;
      setZoneCapacity(world, "us-east-1a", false);
      const first = await recycling(web, state);
      setZoneCapacity(world, "us-east-1a", true);
      await web.settled();
      expect(await recycleOf(web)).toMatchObject({ outcome: "succeeded", replaced: [first] });
      await web.minutes(10);
      expect(zonesOf(web)).toBe("a2 b2");
    },
  );

  scenario(
    `a policy wants fewer servers in ${state}: nothing that serves is ended, and users lose nothing`,
    RECYCLED,
    async (web) => {
      const first = await recycling(web, state);
      applyDesiredByAlarm(web.simulator.world, "web", 3);
      await web.settled();
      expect(await recycleOf(web)).toMatchObject({ outcome: "succeeded", replaced: [first] });
    },
  );
}

for (const seconds of [65, 90, 120, 150, 190])
  for (const [what, size, leaves] of [
    ["more", 6, { servers: 6 }],
    ["fewer", 3, { servers: 3, minimum: 2 }],
  ] as const)
    scenario(
      `a schedule that asks for ${what} servers falls due after ${seconds} s: its size holds in the end`,
      { ...RECYCLED, leaves },
      async (web) => {
        const StartTime = new Date(web.simulator.clock.now() + seconds * 1000);
        const sizes = { DesiredCapacity: size, ...(what === "fewer" && { MinSize: 2 }) };
        const open = { ...WEB, ScheduledActionName: what, StartTime, ...sizes };
        await web.person.autoScaling.send(new PutScheduledUpdateGroupActionCommand(open));
        const [first = ""] = idsOf(web);
        await drift(web, [first]);
        await web.settled();
        expect(await recycleOf(web)).toMatchObject({ outcome: "succeeded", replaced: [first] });
        await web.minutes(5);
        expect([idsOf(web).length, desiredOf(web)]).toEqual([size, size]);
      },
    );

const SPOT = {
  ...RECYCLED,
  template: { InstanceMarketOptions: { MarketType: "spot" as const } },
  group: { ...RECYCLED.group, CapacityRebalance: true, MaxSize: 8 },
};

for (const state of STATES) {
  scenario(
    `EC2 takes the Spot server that is due in ${state}, and its group replaces it`,
    SPOT,
    async (web) => {
      const first = await recycling(web, state);
      const { world } = web.simulator;
      recommendRebalance(world, first);
      await web.minutes(0.5);
      if (world.state.instances.get(first)?.state === "running") interruptSpot(world, first);
      await web.settled();
      expect((await recycleOf(web)).endedAt).not.toBeNull();
      await web.minutes(10);
      expect([idsOf(web).includes(first), idsOf(web).length, desiredOf(web)]).toEqual([false, 4, 4]);
    },
  );
}

scenario(
  "servers reach their maximum lifetime while one of them is replaced",
  { ...RECYCLED, group: { ...RECYCLED.group, DefaultInstanceWarmup: 90 } },
  async (web) => {
    await web.minutes(24 * 60);
    const first = await recycling(web, "LaunchSubstitutes");
    const policy = { MinHealthyPercentage: 100, MaxHealthyPercentage: 125 };
    await web.person.autoScaling.send(
      new UpdateAutoScalingGroupCommand({
        ...WEB,
        MaxInstanceLifetime: 86_400,
        InstanceMaintenancePolicy: policy,
      }),
    );
    await web.settled();
    expect((await recycleOf(web)).endedAt).not.toBeNull();
    await web.minutes(60);
    expect([idsOf(web).includes(first), idsOf(web).length, desiredOf(web)]).toEqual([false, 4, 4]);
  },
);
