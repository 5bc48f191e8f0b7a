import {
  AutoScalingClient,
  type CreateAutoScalingGroupCommandInput,
  EnableMetricsCollectionCommand,
  PutNotificationConfigurationCommand,
  PutScalingPolicyCommand,
  PutScheduledUpdateGroupActionCommand,
  SuspendProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { beforeEach, describe, expect, it } from "vitest";
import { type Account, furnishAccount } from "../../../rehearsal/account.ts";
import { createSimulator, type Simulator } from "../../../simulator/simulator.ts";
import {
  createGroup,
  describeGroups,
  type Group,
  groupExtras,
} from "../../../src/aws/auto-scaling/auto-scaling.ts";
import { applyFollowUps } from "../../../src/aws/auto-scaling/copy.ts";
import { blueprint, type GroupExtras, uncopyable } from "../../../src/domain/group/group-blueprint.ts";

const GROUP: Partial<CreateAutoScalingGroupCommandInput> = {
  DefaultCooldown: 120,
  DefaultInstanceWarmup: 45,
  HealthCheckType: "ELB",
  HealthCheckGracePeriod: 90,
  TerminationPolicies: ["OldestInstance"],
  MaxInstanceLifetime: 864_000,
  InstanceMaintenancePolicy: { MinHealthyPercentage: 100, MaxHealthyPercentage: 150 },
  LifecycleHookSpecificationList: [
    {
      LifecycleHookName: "handoff",
      LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
      HeartbeatTimeout: 600,
      DefaultResult: "CONTINUE",
      NotificationMetadata: "meta",
    },
  ],
  Tags: [
    { Key: "team", Value: "web", PropagateAtLaunch: true },
    { Key: "cost", Value: "7", PropagateAtLaunch: false },
  ],
};
const named = { AutoScalingGroupName: "web" };

let simulator: Simulator;
let account: Account;
let asg: AutoScalingClient;
beforeEach(async () => {
  simulator = createSimulator();
  const plan = { name: "web", servers: 2, image: {}, checkIntervalSeconds: 5, drainSeconds: 10 } as const;
  account = await simulator.drive(
    furnishAccount(simulator, { ...plan, loadBalancer: "application", group: GROUP }),
  );
  asg = new AutoScalingClient(simulator.clientOptions());
});

const hours = (count: number): Date => new Date(simulator.clock.now() + count * 3_600_000);

async function furnishExtras(): Promise<void> {
  const label = [account.loadBalancer.split(":loadbalancer/")[1], account.targetGroups[0]?.split(":").at(-1)];
  await asg.send(
    new PutScalingPolicyCommand({
      ...named,
      PolicyName: "requests",
      PolicyType: "TargetTrackingScaling",
      TargetTrackingConfiguration: {
        PredefinedMetricSpecification: {
          PredefinedMetricType: "ALBRequestCountPerTarget",
          ResourceLabel: label.join("/"),
        },
        TargetValue: 1000,
      },
    }),
  );
  const action = { ...named, ScheduledActionName: "morning", Recurrence: "0 6 * * *", MinSize: 3 };
  await asg.send(
    new PutScheduledUpdateGroupActionCommand({ ...action, StartTime: hours(1), TimeZone: "Etc/UTC" }),
  );
  await asg.send(
    new PutNotificationConfigurationCommand({
      ...named,
      TopicARN: "arn:aws:sns:us-east-1:123456789012:scaling",
      NotificationTypes: ["autoscaling:EC2_INSTANCE_LAUNCH"],
    }),
  );
  const Metrics = ["GroupDesiredCapacity"];
  await asg.send(new EnableMetricsCollectionCommand({ ...named, Metrics, Granularity: "1Minute" }));
  await asg.send(new SuspendProcessesCommand({ ...named, ScalingProcesses: ["AZRebalance"] }));
}

async function describeWithExtras(name: string): Promise<{ group: Group; extras: GroupExtras }> {
  const group = (await describeGroups(asg, [name])).get(name);
  if (!group) throw new Error(`no group ${name}`);
  return { group, extras: await groupExtras(asg, name) };
}

async function copy(): Promise<void> {
  const { group, extras } = await describeWithExtras("web");
  expect(uncopyable(group.raw, extras)).toEqual([]);
  const plan = blueprint({
    blue: group.raw,
    extras,
    green: {
      name: "web-g0002",
      size: 2,
      min: 2,
      max: 4,
      templateId: account.template,
      templateVersion: 1,
      targetGroups: account.targetGroups.slice(1),
      joins: null,
      tags: { "moult:fleet": "web" },
    },
  });
  await createGroup(asg, plan.create);
  await applyFollowUps(asg, plan.after);
  await applyFollowUps(asg, plan.after);
}

/** A description without what every group has of its own: names, ARNs, instances, target groups, alarms. */
function comparable({ group, extras }: { group: Group; extras: GroupExtras }): unknown {
  const { Tags, Instances: _i, TargetGroupARNs: _t, TrafficSources: _s, CreatedTime: _c, ...raw } = group.raw;
  const tags = Tags?.filter(({ Key }) => !Key?.startsWith("moult:"));
  const text = JSON.stringify({ ...raw, tags, ...extras }, (name, value: unknown) =>
    name.endsWith("ARN") && name !== "TopicARN" ? undefined : value,
  );
  return JSON.parse(
    text
      .replaceAll(/targetgroup\/web-[ab]\/\w+/g, "its target group")
      .replaceAll("web-g0002", "web")
      .replaceAll(/TargetTracking-web-[^"]+/g, "its alarm")
      .replaceAll(/User suspended at [^"]+/g, "User suspended"),
  );
}

describe("a copy of a group", () => {
  it("is like it in everything, and making it whole twice changes nothing", async () => {
    await simulator.drive(furnishExtras());
    await simulator.drive(copy());
    const blue = await simulator.drive(describeWithExtras("web"));
    const green = await simulator.drive(describeWithExtras("web-g0002"));
    expect(comparable(green)).toEqual(comparable(blue));
    expect(green.group.targetGroups).toEqual(account.targetGroups.slice(1));
    expect(
      green.extras.policies[0]?.TargetTrackingConfiguration?.PredefinedMetricSpecification?.ResourceLabel,
    ).toMatch(/^app\/web\/\w+\/targetgroup\/web-b\//);
  });

  it("has a recurring action that began in the past, and not a single one whose time has come", async () => {
    const once = { ...named, ScheduledActionName: "once", DesiredCapacity: 2 };
    const daily = { ...named, ScheduledActionName: "daily", Recurrence: "0 6 * * *", MinSize: 1 };
    const [past, future] = [hours(-1), hours(1)];
    await simulator.drive(
      applyFollowUps(asg, [
        { call: "PutScheduledUpdateGroupAction", input: { ...once, StartTime: past } },
        { call: "PutScheduledUpdateGroupAction", input: { ...daily, StartTime: past } },
        {
          call: "PutScheduledUpdateGroupAction",
          input: { ...once, ScheduledActionName: "later", StartTime: future },
        },
      ]),
    );
    const { extras } = await simulator.drive(describeWithExtras("web"));
    const names = extras.scheduledActions.map(({ ScheduledActionName }) => ScheduledActionName);
    expect(new Set(names)).toEqual(new Set(["daily", "later"]));
  });

  it("has recurring actions that run next at one instant: their start time is no other's", async () => {
    const six = { ...named, Recurrence: "0 6 * * *", StartTime: hours(1), MinSize: 1 };
    await simulator.drive(
      applyFollowUps(
        asg,
        ["weekday", "holiday"].map((ScheduledActionName) => ({
          call: "PutScheduledUpdateGroupAction" as const,
          input: { ...six, ScheduledActionName },
        })),
      ),
    );
    const { extras } = await simulator.drive(describeWithExtras("web"));
    const names = extras.scheduledActions.map(({ ScheduledActionName }) => ScheduledActionName);
    expect(new Set(names)).toEqual(new Set(["weekday", "holiday"]));
  });

  it("is not taken for whole when AWS refuses a part of it", async () => {
    const input = {
      AutoScalingGroupName: "gone",
      ScheduledActionName: "daily",
      Recurrence: "0 6 * * *",
      MinSize: 1,
    };
    const applied = applyFollowUps(asg, [{ call: "PutScheduledUpdateGroupAction", input }]);
    await expect(simulator.drive(applied)).rejects.toThrow("not found");
  });
});
