import type {
  AutoScalingGroup,
  ScalingPolicy,
  TargetTrackingConfiguration,
} from "@aws-sdk/client-auto-scaling";
import { describe, expect, it } from "vitest";
import { type Fleet, fleetSchema } from "../../src/domain/fleet.ts";
import { blueprint, firstBlueprint, type GroupExtras, uncopyable } from "../../src/domain/group-blueprint.ts";

const TG = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup";
const BLUE_TARGETS = `${TG}/web-a/111`;
const GREEN_TARGETS = `${TG}/web-b/222`;

const blue: AutoScalingGroup = {
  AutoScalingGroupName: "web-g0001",
  AutoScalingGroupARN: "arn:blue",
  LaunchTemplate: { LaunchTemplateId: "lt-1", LaunchTemplateName: "web", Version: "3" },
  MinSize: 2,
  MaxSize: 10,
  DesiredCapacity: 6,
  DefaultCooldown: 120,
  AvailabilityZones: ["us-east-1a", "us-east-1b"],
  VPCZoneIdentifier: "subnet-a,subnet-b",
  HealthCheckType: "EC2,ELB",
  HealthCheckGracePeriod: 90,
  CreatedTime: new Date(0),
  TargetGroupARNs: [BLUE_TARGETS],
};
const none: GroupExtras = { hooks: [], policies: [], scheduledActions: [], notifications: [] };
const green = {
  name: "web-g0002",
  size: 6,
  min: 6,
  max: 10,
  templateId: "lt-1",
  templateVersion: 4,
  targetGroups: [GREEN_TARGETS],
  tags: { "moult:fleet": "web", "moult:generation": "2" },
};
const createFrom = (change: Partial<AutoScalingGroup>, extras: Partial<GroupExtras> = {}) =>
  blueprint({ blue: { ...blue, ...change }, extras: { ...none, ...extras }, green }).create;
const afterFrom = (change: Partial<AutoScalingGroup>, extras: Partial<GroupExtras> = {}) =>
  blueprint({ blue: { ...blue, ...change }, extras: { ...none, ...extras }, green }).after;

describe("the group that blueprint creates", () => {
  it("has green's name, size, pinned template and target groups, and the rest from blue", () => {
    expect(blueprint({ blue, extras: none, green })).toEqual({
      create: {
        AutoScalingGroupName: "web-g0002",
        MinSize: 6,
        MaxSize: 10,
        DesiredCapacity: 6,
        LaunchTemplate: { LaunchTemplateId: "lt-1", Version: "4" },
        VPCZoneIdentifier: "subnet-a,subnet-b",
        TrafficSources: [{ Identifier: GREEN_TARGETS, Type: "elbv2" }],
        DefaultCooldown: 120,
        HealthCheckType: "EC2,ELB",
        HealthCheckGracePeriod: 90,
        Tags: [
          { Key: "moult:fleet", Value: "web", PropagateAtLaunch: true },
          { Key: "moult:generation", Value: "2", PropagateAtLaunch: true },
        ],
      },
      after: [],
    });
  });

  it.each<Partial<AutoScalingGroup>>([
    { DefaultInstanceWarmup: 0 },
    { PlacementGroup: "spread" },
    { TerminationPolicies: ["OldestInstance"] },
    { CapacityRebalance: true },
    { ServiceLinkedRoleARN: "arn:role" },
    { MaxInstanceLifetime: 864_000 },
    { Context: "context" },
    { DesiredCapacityType: "units" },
    { DeletionProtection: "prevent-force-deletion" },
    { InstanceMaintenancePolicy: { MinHealthyPercentage: 100, MaxHealthyPercentage: 150 } },
    { AvailabilityZoneDistribution: { CapacityDistributionStrategy: "balanced-only" } },
    { AvailabilityZoneImpairmentPolicy: { ZonalShiftEnabled: true } },
    { CapacityReservationSpecification: { CapacityReservationPreference: "capacity-reservations-first" } },
    { InstanceLifecyclePolicy: { RetentionTriggers: { TerminateHookAbandon: "retain" } } },
  ])("takes over %o", (setting) => {
    expect(createFrom(setting)).toMatchObject(setting);
  });

  it("is in the fleet's subnets where those are declared, and in blue's zones where blue has no subnets", () => {
    const inSubnets = blueprint({ blue, extras: none, green: { ...green, subnets: ["subnet-c"] } }).create;
    expect(inSubnets.VPCZoneIdentifier).toBe("subnet-c");
    const inZones = createFrom({ VPCZoneIdentifier: "" });
    expect(inZones.AvailabilityZones).toEqual(["us-east-1a", "us-east-1b"]);
    expect(inZones.VPCZoneIdentifier).toBeUndefined();
  });

  it("keeps a mixed instances policy, with the pinned version wherever the template is named", () => {
    const { LaunchTemplate: _single, ...mixed } = blue;
    const { create } = blueprint({
      blue: {
        ...mixed,
        MixedInstancesPolicy: {
          InstancesDistribution: {
            OnDemandBaseCapacity: 2,
            SpotAllocationStrategy: "price-capacity-optimized",
          },
          LaunchTemplate: {
            LaunchTemplateSpecification: {
              LaunchTemplateId: "lt-1",
              LaunchTemplateName: "web",
              Version: "3",
            },
            Overrides: [
              { InstanceType: "m7i.large" },
              {
                InstanceType: "m7a.large",
                LaunchTemplateSpecification: { LaunchTemplateId: "lt-1", Version: "3" },
              },
              { InstanceRequirements: { VCpuCount: { Min: 2 }, MemoryMiB: { Min: 4096 } } },
            ],
          },
        },
      },
      extras: none,
      green,
    });
    const pinned = { LaunchTemplateId: "lt-1", Version: "4" };
    expect(create.LaunchTemplate).toBeUndefined();
    expect(create.MixedInstancesPolicy).toEqual({
      InstancesDistribution: { OnDemandBaseCapacity: 2, SpotAllocationStrategy: "price-capacity-optimized" },
      LaunchTemplate: {
        LaunchTemplateSpecification: pinned,
        Overrides: [
          { InstanceType: "m7i.large" },
          { InstanceType: "m7a.large", LaunchTemplateSpecification: pinned },
          { InstanceRequirements: { VCpuCount: { Min: 2 }, MemoryMiB: { Min: 4096 } } },
        ],
      },
    });
  });

  it("has the hooks before its first launch, without what AWS works out itself", () => {
    const hook = {
      LifecycleHookName: "handoff",
      LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
      HeartbeatTimeout: 600,
      DefaultResult: "CONTINUE",
      NotificationMetadata: "meta",
      NotificationTargetARN: "arn:queue",
      RoleARN: "arn:role",
    };
    const described = { ...hook, AutoScalingGroupName: "web-g0001", GlobalTimeout: 60_000 };
    expect(createFrom({}, { hooks: [described] }).LifecycleHookSpecificationList).toEqual([hook]);
    expect(createFrom({}).LifecycleHookSpecificationList).toBeUndefined();
  });

  it("has the user's tags with their propagation, none of AWS's, and moult's anew", () => {
    const tag = (Key: string, Value: string, PropagateAtLaunch: boolean) => ({
      Key,
      Value,
      PropagateAtLaunch,
      ResourceId: "web-g0001",
      ResourceType: "auto-scaling-group",
    });
    const Tags = [
      tag("team", "web", true),
      tag("cost", "7", false),
      tag("aws:cloudformation:stack-name", "s", true),
      tag("moult:generation", "1", true),
      tag("moult:rollout", "old", true),
    ];
    expect(createFrom({ Tags }).Tags).toEqual([
      { Key: "team", Value: "web", PropagateAtLaunch: true },
      { Key: "cost", Value: "7", PropagateAtLaunch: false },
      { Key: "moult:fleet", Value: "web", PropagateAtLaunch: true },
      { Key: "moult:generation", Value: "2", PropagateAtLaunch: true },
    ]);
  });

  it("is in no target group when green has none yet", () => {
    const { create } = blueprint({ blue, extras: none, green: { ...green, targetGroups: [] } });
    expect(create).not.toHaveProperty("TrafficSources");
    expect(create).not.toHaveProperty("TargetGroupARNs");
  });
});

describe("what makes the group whole afterwards", () => {
  const tracking = (TargetTrackingConfiguration: TargetTrackingConfiguration): ScalingPolicy => ({
    AutoScalingGroupName: "web-g0001",
    PolicyName: "track",
    PolicyARN: "arn:policy",
    PolicyType: "TargetTrackingScaling",
    StepAdjustments: [],
    Enabled: true,
    Alarms: [{ AlarmName: "TargetTracking-web-g0001-high" }],
    TargetTrackingConfiguration,
  });
  const policies = (configuration: TargetTrackingConfiguration) =>
    afterFrom({}, { policies: [tracking(configuration)] });

  it("is a policy without its alarms, which AWS makes itself", () => {
    const configuration = {
      PredefinedMetricSpecification: { PredefinedMetricType: "ASGAverageCPUUtilization" as const },
      TargetValue: 50,
    };
    expect(policies(configuration)).toEqual([
      {
        call: "PutScalingPolicy",
        input: {
          AutoScalingGroupName: "web-g0002",
          PolicyName: "track",
          PolicyType: "TargetTrackingScaling",
          Enabled: true,
          TargetTrackingConfiguration: configuration,
        },
      },
    ]);
  });

  it("is a policy that follows green's target group instead of blue's, and nobody else's", () => {
    const label = (suffix: string): TargetTrackingConfiguration => ({
      PredefinedMetricSpecification: {
        PredefinedMetricType: "ALBRequestCountPerTarget",
        ResourceLabel: `app/web/9/${suffix}`,
      },
      TargetValue: 1000,
    });
    expect(policies(label("targetgroup/web-a/111"))[0]?.input).toMatchObject({
      TargetTrackingConfiguration: label("targetgroup/web-b/222"),
    });
    expect(policies(label("targetgroup/api/333"))[0]?.input).toMatchObject({
      TargetTrackingConfiguration: label("targetgroup/api/333"),
    });
  });

  it("is a policy whose own metric names green's group and target group in their dimensions", () => {
    const configuration = (group: string, targets: string): TargetTrackingConfiguration => {
      const Dimensions = [
        { Name: "AutoScalingGroupName", Value: group },
        { Name: "TargetGroup", Value: targets },
        { Name: "Service", Value: "web-g0001" },
      ];
      const Metric = { Namespace: "App", MetricName: "Busy", Dimensions };
      return {
        CustomizedMetricSpecification: {
          Dimensions,
          Metrics: [
            { Id: "m1", MetricStat: { Metric, Stat: "Average" } },
            { Id: "e1", Expression: "m1 / 2", ReturnData: true },
          ],
        },
        TargetValue: 10,
      };
    };
    expect(policies(configuration("web-g0001", "targetgroup/web-a/111"))[0]?.input).toMatchObject({
      TargetTrackingConfiguration: configuration("web-g0002", "targetgroup/web-b/222"),
    });
  });

  it("is a scheduled action with its times, under green's name", () => {
    const action = {
      ScheduledActionName: "morning",
      Recurrence: "0 6 * * *",
      TimeZone: "Europe/Berlin",
      MinSize: 4,
      StartTime: new Date(1000),
    };
    const described = {
      ...action,
      AutoScalingGroupName: "web-g0001",
      ScheduledActionARN: "arn:action",
      Time: new Date(1000),
      DesiredCapacity: undefined,
    };
    expect(afterFrom({}, { scheduledActions: [described] })).toEqual([
      { call: "PutScheduledUpdateGroupAction", input: { ...action, AutoScalingGroupName: "web-g0002" } },
    ]);
  });

  it("is one call for each topic that is notified, for the metrics and for what was suspended", () => {
    const notified = (TopicARN: string, NotificationType: string) => ({ TopicARN, NotificationType });
    const after = afterFrom(
      {
        EnabledMetrics: [
          { Metric: "GroupDesiredCapacity", Granularity: "1Minute" },
          { Metric: "GroupInServiceInstances", Granularity: "1Minute" },
        ],
        SuspendedProcesses: [{ ProcessName: "AZRebalance", SuspensionReason: "User suspended" }],
      },
      { notifications: [notified("t1", "launch"), notified("t2", "launch"), notified("t1", "terminate")] },
    );
    const name = { AutoScalingGroupName: "web-g0002" };
    expect(after).toEqual([
      {
        call: "PutNotificationConfiguration",
        input: { ...name, TopicARN: "t1", NotificationTypes: ["launch", "terminate"] },
      },
      {
        call: "PutNotificationConfiguration",
        input: { ...name, TopicARN: "t2", NotificationTypes: ["launch"] },
      },
      {
        call: "EnableMetricsCollection",
        input: {
          ...name,
          Metrics: ["GroupDesiredCapacity", "GroupInServiceInstances"],
          Granularity: "1Minute",
        },
      },
      { call: "SuspendProcesses", input: { ...name, ScalingProcesses: ["AZRebalance"] } },
    ]);
  });
});

describe("uncopyable", () => {
  const whats = (change: Partial<AutoScalingGroup>, extras: Partial<GroupExtras> = {}) =>
    uncopyable({ ...blue, ...change }, { ...none, ...extras }).map(({ what }) => what);
  const overriding = (override: object): Partial<AutoScalingGroup> => ({
    LaunchTemplate: undefined,
    MixedInstancesPolicy: {
      LaunchTemplate: {
        LaunchTemplateSpecification: { LaunchTemplateId: "lt-1", Version: "3" },
        Overrides: [{ InstanceType: "m7i.large", ...override }],
      },
    },
  });

  it("has nothing against an ordinary group", () => {
    expect(uncopyable(blue, none)).toEqual([]);
    expect(whats(overriding({ WeightedCapacity: "1" }))).toEqual([]);
    expect(whats({ SuspendedProcesses: [{ ProcessName: "AZRebalance" }] })).toEqual([]);
  });

  it.each<[string, Partial<AutoScalingGroup>]>([
    ["LaunchConfigurationName", { LaunchTemplate: undefined, LaunchConfigurationName: "old" }],
    ["LaunchTemplate.Version", { LaunchTemplate: { LaunchTemplateId: "lt-1", Version: "$Latest" } }],
    ["LaunchTemplate.Version", { LaunchTemplate: { LaunchTemplateId: "lt-1" } }],
    ["DesiredCapacityType", { DesiredCapacityType: "vcpu" }],
    ["MixedInstancesPolicy.Overrides.m7i.large", overriding({ WeightedCapacity: "2" })],
    ["MixedInstancesPolicy.Overrides.m7i.large", overriding({ ImageId: "ami-9" })],
    [
      "MixedInstancesPolicy.Overrides.m7i.large",
      overriding({ LaunchTemplateSpecification: { LaunchTemplateId: "lt-arm", Version: "1" } }),
    ],
    [
      "LoadBalancerNames",
      { LoadBalancerNames: ["classic"], TrafficSources: [{ Identifier: "classic", Type: "elb" }] },
    ],
    ["TrafficSources", { TrafficSources: [{ Identifier: "arn:lattice", Type: "vpc-lattice" }] }],
    ["WarmPoolConfiguration", { WarmPoolConfiguration: { MinSize: 1 } }],
    ["Operator", { Operator: { Principal: "service.example" } }],
    ["DeletionProtection", { DeletionProtection: "prevent-all-deletion" }],
    ["NewInstancesProtectedFromScaleIn", { NewInstancesProtectedFromScaleIn: true }],
    ["SuspendedProcesses.Launch", { SuspendedProcesses: [{ ProcessName: "Launch" }] }],
  ])("names %s", (what, change) => {
    expect(whats(change)).toEqual([what]);
  });

  it("names the instances that stand by or are protected", () => {
    const instance = (
      InstanceId: string,
      LifecycleState: "InService" | "Standby",
      ProtectedFromScaleIn: boolean,
    ) => ({
      InstanceId,
      AvailabilityZone: "us-east-1a",
      LifecycleState,
      HealthStatus: "Healthy",
      ProtectedFromScaleIn,
    });
    const Instances = [instance("i-1", "InService", false), instance("i-2", "Standby", false)];
    expect(uncopyable({ ...blue, Instances }, none)).toEqual([
      { what: "Instances", why: expect.stringMatching(/^i-2 stand by/) as string },
    ]);
    expect(uncopyable({ ...blue, Instances: [instance("i-3", "InService", true)] }, none)).toEqual([
      { what: "Instances", why: expect.stringMatching(/^i-3 are protected from scale-in/) as string },
    ]);
  });

  it("refuses policies that only seem to be copied", () => {
    const step = { PolicyName: "cpu-high", PolicyType: "StepScaling", Alarms: [{ AlarmName: "cpu" }] };
    const forecast = { PolicyName: "forecast", PolicyType: "PredictiveScaling" };
    const expression = {
      PolicyName: "busy",
      PolicyType: "TargetTrackingScaling",
      TargetTrackingConfiguration: {
        TargetValue: 1,
        CustomizedMetricSpecification: {
          Metrics: [{ Id: "e1", Expression: "SEARCH('AutoScalingGroupName=web-g0001', 'Sum')" }],
        },
      },
    };
    const byHand = { PolicyName: "by-hand", PolicyType: "SimpleScaling", Alarms: [] };
    expect(whats({}, { policies: [step, forecast, expression, byHand] })).toEqual([
      "ScalingPolicies.cpu-high",
      "ScalingPolicies.forecast",
      "ScalingPolicies.busy",
    ]);
  });

  it("says everything at once, each with a way out", () => {
    const faults = uncopyable(
      { ...blue, WarmPoolConfiguration: {}, DeletionProtection: "prevent-all-deletion" },
      { ...none, policies: [{ PolicyName: "forecast", PolicyType: "PredictiveScaling" }] },
    );
    expect(faults).toHaveLength(3);
    for (const { why } of faults) expect(why).toMatch(/.+: .+/);
  });
});

describe("firstBlueprint", () => {
  const fleet = (more: object): Fleet =>
    fleetSchema.parse({
      fleet: "web",
      template: "lt-1",
      image: { channel: "/images/web" },
      network: { subnets: ["subnet-a", "subnet-b"] },
      traffic: { strategy: "none" },
      ...more,
    });

  it("makes a group of the declaration", () => {
    const first = { ...green, name: "web-g0001", size: 2, min: 1, max: 4, targetGroups: [] };
    expect(firstBlueprint({ fleet: fleet({}), green: first })).toEqual({
      create: {
        AutoScalingGroupName: "web-g0001",
        MinSize: 1,
        MaxSize: 4,
        DesiredCapacity: 2,
        LaunchTemplate: { LaunchTemplateId: "lt-1", Version: "4" },
        VPCZoneIdentifier: "subnet-a,subnet-b",
        HealthCheckType: "EC2",
        HealthCheckGracePeriod: 300,
        DefaultInstanceWarmup: 0,
        Tags: [
          { Key: "moult:fleet", Value: "web", PropagateAtLaunch: true },
          { Key: "moult:generation", Value: "2", PropagateAtLaunch: true },
        ],
      },
      after: [],
    });
  });

  it("listens to the load balancer where there is one", () => {
    const balanced = fleet({ traffic: { strategy: "target-group", targetGroup: BLUE_TARGETS } });
    const { create } = firstBlueprint({ fleet: balanced, green });
    expect(create).toMatchObject({
      HealthCheckType: "ELB",
      TrafficSources: [{ Identifier: GREEN_TARGETS, Type: "elbv2" }],
    });
  });

  it("refuses a fleet that names no subnets", () => {
    expect(() => firstBlueprint({ fleet: fleet({ network: undefined }), green })).toThrow(
      "declare network.subnets",
    );
  });
});
