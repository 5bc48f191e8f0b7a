import type { AutoScalingGroup } from "@aws-sdk/client-auto-scaling";
import { describe, expect, it } from "vitest";
import { type GroupExtras, uncopyable } from "../../src/domain/group-blueprint.ts";
import { blue, none } from "./blue-group.ts";

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
