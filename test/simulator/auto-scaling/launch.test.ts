import { DescribeAutoScalingGroupsCommand, ResumeProcessesCommand } from "@aws-sdk/client-auto-scaling";
import {
  CreateLaunchTemplateVersionCommand,
  DeleteLaunchTemplateVersionsCommand,
  DeregisterImageCommand,
} from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { setZoneCapacity } from "../../../simulator/services/ec2/instances/launch.ts";
import { connectGroups } from "../../support/simulator/auto-scaling/account.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";

bothWays("launching", (connect) => {
  test("a launch leads to the documented activity and event (events/autoscaling-instance-launch-successful)", async () => {
    const { create, pass, ids, events, activities } = await connectGroups(connect);
    await create({ DesiredCapacity: 1 });
    pass(10);
    const [id = ""] = await ids();
    const [activity] = await activities();
    expect(activity).toMatchObject({
      Description: `Launching a new EC2 instance: ${id}`,
      StatusCode: "Successful",
      Progress: 100,
    });
    expect(activity?.Cause).toContain("increasing the capacity from 0 to 1");
    const event = events.find((each) => each["detail-type"] === "EC2 Instance Launch Successful");
    expect(event?.resources[1]).toMatch(new RegExp(`instance/${id}$`));
    expect(event?.detail).toMatchObject({
      StatusCode: "InProgress",
      AutoScalingGroupName: "web",
      ActivityId: activity?.ActivityId,
      EC2InstanceId: id,
      Details: { "Availability Zone": "us-east-1a", "Subnet ID": "subnet-a" },
      Origin: "EC2",
      Destination: "AutoScalingGroup",
    });
  });

  test("launches from a deregistered image fail, are told, and are tried again ever later (aws-facts 1.6)", async () => {
    const { create, pass, run, ec2, imageId, servers, activities, events } = await connectGroups(connect);
    await create({ DesiredCapacity: 1, VPCZoneIdentifier: "subnet-a" });
    await run(ec2.send(new DeregisterImageCommand({ ImageId: imageId })));
    pass(5);
    expect(await servers()).toEqual([]);
    const first = await activities();
    expect(first).toHaveLength(1);
    expect(first[0]).toMatchObject({ StatusCode: "Failed" });
    expect(first[0]?.StatusMessage).toContain("Launching EC2 instance failed");
    expect(events.filter((each) => each["detail-type"] === "EC2 Instance Launch Unsuccessful")).toHaveLength(
      1,
    );
    pass(600);
    const starts = (await activities()).map(({ StartTime }) => Number(StartTime)).toReversed();
    const gaps = starts.slice(1).map((at, index) => at - (starts[index] ?? 0));
    expect(gaps).toEqual([15_000, 30_000, 60_000, 120_000, 240_000]);
  });

  test("after a day of failures launching is suspended by the service; resuming tries again (aws-facts 1.3)", async () => {
    const { create, pass, run, asg, world, describe, states } = await connectGroups(connect);
    for (const zone of ["us-east-1a", "us-east-1b"]) setZoneCapacity(world, zone, false);
    await create({ DesiredCapacity: 1 });
    pass(25 * 3600);
    expect((await describe())?.SuspendedProcesses?.map(({ ProcessName }) => ProcessName)).toEqual(["Launch"]);
    for (const zone of ["us-east-1a", "us-east-1b"]) setZoneCapacity(world, zone, true);
    const resume = { AutoScalingGroupName: "web", ScalingProcesses: ["Launch"] };
    await run(asg.send(new ResumeProcessesCommand(resume)));
    pass(10);
    expect(await states()).toEqual(["InService"]);
  });

  test("$Latest is resolved at each launch, a number stays (aws-facts 1.1)", async () => {
    const { create, pass, run, ec2, template, imageId, servers, setDesired } = await connectGroups(connect);
    await create({ DesiredCapacity: 1, LaunchTemplate: { LaunchTemplateId: template, Version: "$Latest" } });
    await create({ AutoScalingGroupName: "pinned", DesiredCapacity: 1 });
    pass(10);
    const LaunchTemplateData = { ImageId: imageId, InstanceType: "t3.small" as const };
    await run(
      ec2.send(new CreateLaunchTemplateVersionCommand({ LaunchTemplateId: template, LaunchTemplateData })),
    );
    await setDesired(2);
    pass(10);
    expect((await servers()).map(({ LaunchTemplate }) => LaunchTemplate?.Version)).toEqual(["1", "2"]);
    expect((await servers("pinned")).map(({ LaunchTemplate }) => LaunchTemplate?.Version)).toEqual(["1"]);
  });

  test("a template version that was deleted makes launches fail", async () => {
    const { create, pass, run, ec2, template, imageId, activities } = await connectGroups(connect);
    const LaunchTemplateData = { ImageId: imageId, InstanceType: "t3.small" as const };
    await run(
      ec2.send(new CreateLaunchTemplateVersionCommand({ LaunchTemplateId: template, LaunchTemplateData })),
    );
    await create({ DesiredCapacity: 1, LaunchTemplate: { LaunchTemplateId: template, Version: "2" } });
    const gone = { LaunchTemplateId: template, Versions: ["2"] };
    await run(ec2.send(new DeleteLaunchTemplateVersionsCommand(gone)));
    pass(5);
    expect((await activities())[0]).toMatchObject({ StatusCode: "Failed" });
  });

  test("without capacity in one zone the other takes all", async () => {
    const { create, pass, world, servers } = await connectGroups(connect);
    setZoneCapacity(world, "us-east-1a", false);
    await create({ DesiredCapacity: 4 });
    pass(10);
    expect((await servers()).map(({ AvailabilityZone }) => AvailabilityZone)).toEqual(
      Array(4).fill("us-east-1b"),
    );
  });

  test("a subnet is filled to its last address, and what does not fit is a failed activity", async () => {
    const { create, pass, world, servers, activities } = await connectGroups(connect);
    const subnet = world.state.subnets.get("subnet-a");
    if (subnet) subnet.freeAddresses = 3;
    await create({ DesiredCapacity: 5, VPCZoneIdentifier: "subnet-a" });
    pass(10);
    expect(await servers()).toHaveLength(3);
    const failed = (await activities()).filter(({ StatusCode }) => StatusCode === "Failed");
    expect(failed[0]?.StatusMessage).toContain("InsufficientFreeAddressesInSubnet");
  });

  test("a mixed instances policy launches its first override that has capacity, and counts weights", async () => {
    const { create, pass, servers, template, describe } = await connectGroups(connect);
    const MixedInstancesPolicy = {
      LaunchTemplate: {
        LaunchTemplateSpecification: { LaunchTemplateId: template, Version: "1" },
        Overrides: [
          { InstanceType: "m7g.large", WeightedCapacity: "2" },
          { InstanceType: "c5.xlarge", WeightedCapacity: "2" },
        ],
      },
      InstancesDistribution: { OnDemandAllocationStrategy: "prioritized" },
    };
    await create({ DesiredCapacity: 5, MixedInstancesPolicy });
    pass(10);
    // m7g.large does not fit an image for x86_64.
    expect((await servers()).map(({ InstanceType }) => InstanceType)).toEqual(Array(3).fill("c5.xlarge"));
    expect((await describe())?.MixedInstancesPolicy).toEqual(MixedInstancesPolicy);
  });

  test("a thousand servers launch and leave within seconds of virtual time and little real time", async () => {
    const { create, pass, setDesired, run, asg, world } = await connectGroups(connect);
    const began = performance.now();
    await create({ DesiredCapacity: 1000 });
    pass(30);
    const answer = await run(asg.send(new DescribeAutoScalingGroupsCommand({ IncludeInstances: false })));
    expect(answer.AutoScalingGroups?.[0]?.Instances).toEqual([]);
    const members = [...(world.state.groups.get("web")?.instances.values() ?? [])];
    expect(members.filter(({ lifecycleState }) => lifecycleState === "InService")).toHaveLength(1000);
    await setDesired(0);
    pass(30);
    expect(world.state.groups.get("web")?.instances.size).toBe(0);
    expect(performance.now() - began).toBeLessThan(5000);
  });
});
