import type { AutoScalingGroup } from "@aws-sdk/client-auto-scaling";
import { describe, expect, it } from "vitest";
import { type GroupExtras, uncopyable } from "../../../src/domain/group/group-blueprint.ts";
import { blue, none } from "../../support/domain/blue-group.ts";

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

  const why = (change: Partial<AutoScalingGroup>, extras: Partial<GroupExtras> = {}): string[] =>
    uncopyable({ ...blue, ...change }, { ...none, ...extras }).map((fault) => fault.why);

  it.each<[string, Partial<AutoScalingGroup>, string]>([
    ["neither template nor policy", { LaunchTemplate: undefined }, "LaunchConfigurationName"],
    ["a configuration beside a template", { LaunchConfigurationName: "old" }, "LaunchConfigurationName"],
    [
      "a policy without a template",
      { LaunchTemplate: undefined, MixedInstancesPolicy: {} },
      "LaunchConfigurationName",
    ],
    ["a version that ends in a digit", { LaunchTemplate: { Version: "v3" } }, "LaunchTemplate.Version"],
    ["a version that begins with one", { LaunchTemplate: { Version: "3rd" } }, "LaunchTemplate.Version"],
    [
      "a policy that is not pinned",
      {
        LaunchTemplate: undefined,
        MixedInstancesPolicy: {
          LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId: "lt-1", Version: "$Latest" } },
        },
      },
      "MixedInstancesPolicy.Version",
    ],
  ])("names %s", (_what, change, place) => {
    expect(whats(change)).toEqual([place]);
  });

  it("takes a version of several digits, capacity in servers and an override of the group's own template", () => {
    expect(whats({ LaunchTemplate: { LaunchTemplateId: "lt-1", Version: "123" } })).toEqual([]);
    expect(whats({ DesiredCapacityType: "units" })).toEqual([]);
    const own = { LaunchTemplateSpecification: { LaunchTemplateId: "lt-1", Version: "3" } };
    expect(whats(overriding(own))).toEqual([]);
  });

  it("numbers an override that names no type", () => {
    const { LaunchTemplate } = overriding({}).MixedInstancesPolicy ?? {};
    const MixedInstancesPolicy = {
      LaunchTemplate: { ...LaunchTemplate, Overrides: [{}, { ImageId: "ami-9" }] },
    };
    expect(whats({ LaunchTemplate: undefined, MixedInstancesPolicy })).toEqual([
      "MixedInstancesPolicy.Overrides.1",
    ]);
  });

  it.each<[string, Partial<AutoScalingGroup>, RegExp]>([
    [
      "the version",
      { LaunchTemplate: { LaunchTemplateId: "lt-1", Version: "$Latest" } },
      /launches \$Latest,/,
    ],
    ["the default version", { LaunchTemplate: { LaunchTemplateId: "lt-1" } }, /launches \$Default,/],
    ["the unit of capacity", { DesiredCapacityType: "vcpu" }, /in vcpu,/],
    ["the weight", overriding({ WeightedCapacity: "2" }), /as 2 units/],
    ["all classic load balancers", { LoadBalancerNames: ["old", "older"] }, /\(old, older\)/],
    [
      "the source and its type",
      { TrafficSources: [{ Identifier: "arn:lattice", Type: "vpc-lattice" }] },
      /of arn:lattice \(vpc-lattice\)/,
    ],
    ["a source without type", { TrafficSources: [{ Identifier: "arn:x" }] }, /of arn:x \(unknown type\)/],
    ["who manages the group", { Operator: { Principal: "service.example" } }, /by service\.example,/],
    [
      "why a process is suspended",
      { SuspendedProcesses: [{ ProcessName: "Terminate", SuspensionReason: "incident 7" }] },
      /suspended: incident 7\): resume Terminate/,
    ],
    [
      "that nobody said why",
      { SuspendedProcesses: [{ ProcessName: "AddToLoadBalancer" }] },
      /suspended: no reason given\): resume AddToLoadBalancer/,
    ],
  ])("tells %s", (_what, change, told) => {
    expect(why(change)).toEqual([expect.stringMatching(told)]);
  });

  it("takes target groups by their type or by their ARN, and no source twice", () => {
    const source = (Identifier: string, Type?: string) => ({ Identifier, ...(Type && { Type }) });
    expect(whats({ TrafficSources: [source("arn:x:targetgroup/web/1")] })).toEqual([]);
    expect(whats({ TrafficSources: [source("arn:x", "elbv2")] })).toEqual([]);
    expect(whats({ TrafficSources: [{ Type: "vpc-lattice" } as never] })).toEqual(["TrafficSources"]);
  });

  it("names all instances that stand by or are protected, and none of the others", () => {
    const instance = (InstanceId: string, rest: object) => ({
      InstanceId,
      AvailabilityZone: "us-east-1a",
      LifecycleState: "InService" as const,
      HealthStatus: "Healthy",
      ProtectedFromScaleIn: false,
      ...rest,
    });
    const Instances = [
      instance("i-1", { LifecycleState: "Standby" }),
      instance("i-2", { LifecycleState: "EnteringStandby" }),
      instance("i-3", { ProtectedFromScaleIn: true }),
      instance("i-4", { ProtectedFromScaleIn: true }),
      instance("i-5", { LifecycleState: undefined }),
    ];
    expect(why({ Instances })).toEqual([
      expect.stringMatching(/^i-1, i-2 stand by/),
      expect.stringMatching(/^i-3, i-4 are protected/),
    ]);
  });

  it("tells the alarms of a policy and the group that an expression names", () => {
    const step = {
      PolicyName: "cpu",
      PolicyType: "StepScaling",
      Alarms: [{ AlarmName: "high" }, { AlarmName: "higher" }],
    };
    const tracking = (Metrics?: object[]) => ({
      PolicyName: "busy",
      PolicyType: "TargetTrackingScaling",
      TargetTrackingConfiguration: {
        TargetValue: 1,
        ...(Metrics && { CustomizedMetricSpecification: { Metrics: Metrics as never } }),
      },
    });
    const named = tracking([{ Id: "m" }, { Id: "e", Expression: "SEARCH('web-g0001')" }]);
    const other = tracking([{ Id: "m" }, { Id: "e", Expression: "SEARCH('api-g0001')" }]);
    expect(why({}, { policies: [step, named] })).toEqual([
      expect.stringMatching(/\(high, higher\)/),
      expect.stringMatching(/group web-g0001:/),
    ]);
    const bare = { PolicyName: "bare", PolicyType: "TargetTrackingScaling" };
    expect(why({}, { policies: [other, tracking(), bare, { ...step, Alarms: undefined as never }] })).toEqual(
      [],
    );
  });
});
