import { expect, test } from "vitest";
import { BOTH_SUBNETS, connectGroups } from "../../support/simulator/auto-scaling/account.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";

const TEMPLATE_TAGS = [
  {
    ResourceType: "instance" as const,
    Tags: [
      { Key: "fleet", Value: "template" },
      { Key: "own", Value: "1" },
    ],
  },
];

bothWays("CreateAutoScalingGroup", (connect) => {
  test("launches the desired number, balanced over zones, and reports it in service", async () => {
    const { create, pass, servers } = await connectGroups(connect);
    await create({ DesiredCapacity: 4 });
    expect(await servers()).toEqual([]);
    pass(10);
    const launched = await servers();
    expect(launched.map(({ LifecycleState }) => LifecycleState)).toEqual(Array(4).fill("InService"));
    expect(launched.filter(({ AvailabilityZone }) => AvailabilityZone === "us-east-1a")).toHaveLength(2);
  });

  test("the desired capacity is the minimum when not given", async () => {
    const { create, describe } = await connectGroups(connect);
    await create({ MinSize: 2 });
    expect((await describe())?.DesiredCapacity).toBe(2);
  });

  test("everything that is only kept is given back as it came", async () => {
    const { create, describe } = await connectGroups(connect);
    const kept = {
      TerminationPolicies: ["OldestInstance"],
      MaxInstanceLifetime: 86_400,
      CapacityRebalance: true,
      Context: "web",
      DesiredCapacityType: "units",
      PlacementGroup: "spread",
      InstanceMaintenancePolicy: { MinHealthyPercentage: 100, MaxHealthyPercentage: 150 },
      AvailabilityZoneDistribution: { CapacityDistributionStrategy: "balanced-only" as const },
      AvailabilityZoneImpairmentPolicy: { ZonalShiftEnabled: true },
      CapacityReservationSpecification: { CapacityReservationPreference: "none" as const },
      InstanceLifecyclePolicy: { RetentionTriggers: { TerminateHookAbandon: "retain" as const } },
      DeletionProtection: "prevent-force-deletion" as const,
      HealthCheckType: "EC2,ELB",
      HealthCheckGracePeriod: 90,
      DefaultInstanceWarmup: 0,
      DefaultCooldown: 10,
      NewInstancesProtectedFromScaleIn: true,
      VPCZoneIdentifier: BOTH_SUBNETS,
    };
    await create({ ...kept, Tags: [{ Key: "fleet", Value: "web", PropagateAtLaunch: true }] });
    const group = await describe();
    expect(group).toMatchObject(kept);
    expect(group?.AvailabilityZones).toEqual(["us-east-1a", "us-east-1b"]);
    const tag = { Key: "fleet", Value: "web", PropagateAtLaunch: true };
    expect(group?.Tags).toEqual([{ ...tag, ResourceId: "web", ResourceType: "auto-scaling-group" }]);
  });

  test("a name in use is refused, and so is one with a colon (aws-facts 1.2)", async () => {
    const { create } = await connectGroups(connect);
    await create();
    await expect(create()).rejects.toMatchObject({ name: "AlreadyExistsFault" });
    await expect(create({ AutoScalingGroupName: "a:b" })).rejects.toMatchObject({ name: "ValidationError" });
  });

  test("a template or a version that does not exist, an unknown subnet and wrong sizes are refused", async () => {
    const { create, template } = await connectGroups(connect);
    const refused = { name: "ValidationError" };
    await expect(create({ LaunchTemplate: { LaunchTemplateId: "lt-0" } })).rejects.toMatchObject(refused);
    const unknown = { LaunchTemplateId: template, Version: "7" };
    await expect(create({ LaunchTemplate: unknown })).rejects.toMatchObject(refused);
    await expect(create({ VPCZoneIdentifier: "subnet-none" })).rejects.toMatchObject(refused);
    await expect(create({ MinSize: 2, MaxSize: 1 })).rejects.toMatchObject(refused);
    await expect(create({ DesiredCapacity: 2001 })).rejects.toMatchObject(refused);
    await expect(create({ TargetGroupARNs: ["arn:none"] })).rejects.toMatchObject(refused);
  });

  test("a maintenance policy must lie within the documented bounds (aws-facts 1.2)", async () => {
    const { create } = await connectGroups(connect);
    for (const input of [
      { TerminationPolicies: ["OldestInstance", "arn:aws:lambda:us-east-1:123456789012:function:choose"] },
      { TerminationPolicies: ["Youngest"] },
      {
        AvailabilityZoneDistribution: {
          CapacityDistributionStrategy: "reservations-then-balanced" as "balanced-only",
        },
      },
    ]) {
      await expect(create(input)).rejects.toMatchObject({
        name: "ValidationError",
        message: expect.stringMatching(
          /function:choose is not simulated|Youngest is none of|does not have res/,
        ),
      });
    }
    const InstanceMaintenancePolicy = { MinHealthyPercentage: 50, MaxHealthyPercentage: 200 };
    await expect(create({ InstanceMaintenancePolicy })).rejects.toMatchObject({ name: "ValidationError" });
  });

  test("a parameter that is not simulated is refused by name", async () => {
    const { create } = await connectGroups(connect);
    const refusal = create({ LaunchConfigurationName: "old" });
    await expect(refusal).rejects.toThrow("LaunchConfigurationName");
  });

  test("tags with PropagateAtLaunch reach servers and beat the template's (aws-facts 1.2)", async () => {
    const { create, createTemplate, imageId, ids, pass, world } = await connectGroups(connect);
    const data = { ImageId: imageId, InstanceType: "t3.micro" as const, TagSpecifications: TEMPLATE_TAGS };
    const LaunchTemplateId = await createTemplate(data, "tagged");
    const Tags = [
      { Key: "fleet", Value: "group", PropagateAtLaunch: true },
      { Key: "secret", Value: "no", PropagateAtLaunch: false },
    ];
    await create({ DesiredCapacity: 1, Tags, LaunchTemplate: { LaunchTemplateId, Version: "1" } });
    pass(2);
    const [id = ""] = await ids();
    const tags = Object.fromEntries(
      (world.state.instances.get(id)?.tags ?? []).map(({ key, value }) => [key, value]),
    );
    expect(tags).toMatchObject({ fleet: "group", own: "1", "aws:autoscaling:groupName": "web" });
    expect(tags).not.toHaveProperty("secret");
  });
});
