import {
  EnableMetricsCollectionCommand,
  PutNotificationConfigurationCommand,
  PutScalingPolicyCommand,
  PutScheduledUpdateGroupActionCommand,
  SuspendProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import type { GroupRecord } from "../../simulator/services/auto-scaling/state.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

const AutoScalingGroupName = "web";
const PIPE = "arn:aws:sns:us-east-1:123456789012:fleet-news";

/** Everything a team can hang on a group. */
async function furnishGroup({ person, account, simulator }: Web): Promise<void> {
  const { autoScaling } = person;
  const LaunchTemplateSpecification = { LaunchTemplateId: account.template, Version: "1" };
  await autoScaling.send(
    new UpdateAutoScalingGroupCommand({
      AutoScalingGroupName,
      MixedInstancesPolicy: {
        LaunchTemplate: {
          LaunchTemplateSpecification,
          Overrides: [{ InstanceType: "m7i.large" }, { InstanceType: "m7i.xlarge" }],
        },
        InstancesDistribution: { OnDemandPercentageAboveBaseCapacity: 100 },
      },
    }),
  );
  await autoScaling.send(
    new PutScalingPolicyCommand({
      AutoScalingGroupName,
      PolicyName: "cpu",
      PolicyType: "TargetTrackingScaling",
      TargetTrackingConfiguration: {
        PredefinedMetricSpecification: { PredefinedMetricType: "ASGAverageCPUUtilization" },
        TargetValue: 50,
      },
    }),
  );
  await autoScaling.send(
    new PutScheduledUpdateGroupActionCommand({
      AutoScalingGroupName,
      ScheduledActionName: "evening",
      Recurrence: "0 20 * * *",
      DesiredCapacity: 2,
      StartTime: new Date(simulator.clock.now() + 30 * 86_400_000),
    }),
  );
  await autoScaling.send(
    new EnableMetricsCollectionCommand({
      AutoScalingGroupName,
      Granularity: "1Minute",
      Metrics: ["GroupInServiceInstances"],
    }),
  );
  await autoScaling.send(
    new SuspendProcessesCommand({ AutoScalingGroupName, ScalingProcesses: ["AZRebalance"] }),
  );
  await autoScaling.send(
    new PutNotificationConfigurationCommand({
      AutoScalingGroupName,
      TopicARN: PIPE,
      NotificationTypes: ["autoscaling:EC2_INSTANCE_LAUNCH"],
    }),
  );
}

/** What a group is, without what names the generation it is. */
function essence(group: GroupRecord | undefined) {
  if (group === undefined) throw new Error("The group is gone.");
  const { name, verbatim, healthCheckType, healthCheckGraceSeconds, defaultCooldown, minSize, maxSize } =
    group;
  const text = JSON.stringify({
    verbatim,
    healthCheckType,
    healthCheckGraceSeconds,
    defaultCooldown,
    minSize,
    maxSize,
    warmup: group.defaultInstanceWarmup,
    subnets: group.subnetIds,
    mixed: group.mixedInstancesPolicy,
    hooks: [...group.hooks.values()],
    suspended: [...group.suspended.keys()],
    tags: group.tags.filter(({ key }) => !key.startsWith("moult:")),
    metrics: group.metricsCollection,
    notifications: group.notifications,
    scheduled: [...group.scheduledActions.values()],
    policies: [...group.policies.values()].map(
      ({ PolicyARN: _arn, Alarms: _alarms, ...settings }) => settings,
    ),
  });
  const neutral = text
    .replaceAll(`"AutoScalingGroupName":"${name}"`, '"AutoScalingGroupName":"<group>"')
    .replaceAll(/autoScalingGroupName\/[^:"]+/g, "autoScalingGroupName/<group>")
    .replaceAll(/scheduledUpdateGroupAction:[^:]+/g, "scheduledUpdateGroupAction:<id>")
    .replaceAll(/"Version":"\d+"/g, '"Version":"<pinned>"');
  return JSON.parse(neutral) as unknown;
}

const HOOKS = {
  LifecycleHookSpecificationList: [
    {
      LifecycleHookName: "warm-caches",
      LifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
      HeartbeatTimeout: 45,
      DefaultResult: "CONTINUE",
    },
    {
      LifecycleHookName: "ship-logs",
      LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
      HeartbeatTimeout: 90,
      DefaultResult: "CONTINUE",
    },
  ],
};

scenario(
  "green is all that blue was: hooks, policies, schedules, tags, suspensions, metrics, mixed instances",
  {
    group: {
      ...HOOKS,
      HealthCheckType: "ELB",
      HealthCheckGracePeriod: 120,
      DefaultInstanceWarmup: 30,
      Tags: [
        { Key: "Name", Value: "web", PropagateAtLaunch: true },
        { Key: "team", Value: "shop", PropagateAtLaunch: false },
      ],
    },
    before: furnishGroup,
    leaves: { suspended: ["AZRebalance"] },
  },
  async (web) => {
    const blue = essence(web.simulator.world.state.groups.get("web"));
    await web.publish();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
    const green = web.simulator.world.state.groups.get("web-g0002");
    expect(essence(green)).toEqual(blue);
    expect(green?.mixedInstancesPolicy).toMatchObject({
      LaunchTemplate: { LaunchTemplateSpecification: { Version: "2" } },
    });
    const [id = ""] = green?.instances.keys() ?? [];
    const tags = web.simulator.world.state.instances.get(id)?.tags.map(({ key }) => key) ?? [];
    expect(tags).toContain("Name");
    expect(tags).not.toContain("team");
  },
);

scenario(
  "a launch hook holds green's servers, and the rollout waits for it",
  { group: HOOKS },
  async (web) => {
    await web.publish();
    await web.until("ValidateGreen");
    const { startedAt } = await web.rollout();
    expect((web.simulator.clock.now() - startedAt) / 1000).toBeGreaterThanOrEqual(45);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  },
);

scenario(
  "a launch hook that abandons every server ends the rollout",
  {
    group: { LifecycleHookSpecificationList: [] },
    before: async ({ person, minutes }) => {
      await minutes(2);
      await person.putHook("web", "ABANDON");
    },
  },
  async (web) => {
    await web.publish();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back", failure: { phase: "ObserveGreen" } });
  },
);

scenario(
  "the copy of the copy is the same again",
  { before: furnishGroup, leaves: { suspended: ["AZRebalance"] } },
  async (web) => {
    const blue = essence(web.simulator.world.state.groups.get("web"));
    for (let round = 0; round < 2; round++) {
      await web.publish();
      await web.settled();
    }
    expect(essence(web.simulator.world.state.groups.get("web-g0003"))).toEqual(blue);
  },
);
