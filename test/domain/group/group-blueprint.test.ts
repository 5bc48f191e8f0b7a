import type { AutoScalingGroup } from "@aws-sdk/client-auto-scaling";
import { describe, expect, it } from "vitest";
import { type Fleet, fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import { blueprint, firstBlueprint } from "../../../src/domain/group/group-blueprint.ts";
import {
  BLUE_TARGETS,
  blue,
  createFrom,
  GREEN_TARGETS,
  green,
  none,
} from "../../support/domain/blue-group.ts";

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
