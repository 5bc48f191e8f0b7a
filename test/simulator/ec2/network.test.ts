import {
  DescribeAvailabilityZonesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
} from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { launchInstances } from "../../../simulator/services/ec2/instances/launch.ts";
import { zoneId } from "../../../simulator/services/ec2/network/zones.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";
import { connectFurnished, registerImage } from "../../support/simulator/ec2/furnished.ts";

bothWays("a furnished network", (connect) => {
  test("has a subnet in each of three zones, and counts their free addresses", async () => {
    const account = await connectFurnished(connect);
    const { run, ec2, world } = account;
    const ImageId = await registerImage(account, "web-1");
    const data = { ImageId, InstanceType: "t3.micro" };
    launchInstances(world, { count: 3, data, launchTemplate: null, subnetId: "subnet-b", tags: [] });
    const { Subnets } = await run(ec2.send(new DescribeSubnetsCommand({})));
    expect(
      Subnets?.map((each) => [each.SubnetId, each.AvailabilityZone, each.AvailableIpAddressCount]),
    ).toEqual([
      ["subnet-a", "us-east-1a", 4091],
      ["subnet-b", "us-east-1b", 4088],
      ["subnet-c", "us-east-1c", 4091],
    ]);
  });

  test("is filtered, and refuses what it does not have", async () => {
    const { run, ec2 } = await connectFurnished(connect);
    const Filters = [{ Name: "availability-zone", Values: ["us-east-1c"] }];
    const { Subnets } = await run(ec2.send(new DescribeSubnetsCommand({ Filters })));
    expect(Subnets?.map(({ SubnetId }) => SubnetId)).toEqual(["subnet-c"]);
    await expect(
      run(ec2.send(new DescribeSubnetsCommand({ SubnetIds: ["subnet-z"] }))),
    ).rejects.toMatchObject({ name: "InvalidSubnetID.NotFound" });
    await expect(
      run(ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: ["sg-z"] }))),
    ).rejects.toMatchObject({ name: "InvalidGroup.NotFound" });
  });

  test("has one VPC, three zones and two security groups", async () => {
    const { run, ec2 } = await connectFurnished(connect);
    const { Vpcs } = await run(ec2.send(new DescribeVpcsCommand({})));
    expect(Vpcs?.map(({ VpcId, IsDefault }) => [VpcId, IsDefault])).toEqual([["vpc-0default", true]]);
    const { AvailabilityZones } = await run(ec2.send(new DescribeAvailabilityZonesCommand({})));
    expect(AvailabilityZones?.map(({ ZoneName }) => ZoneName)).toEqual([
      "us-east-1a",
      "us-east-1b",
      "us-east-1c",
    ]);
    const { SecurityGroups } = await run(ec2.send(new DescribeSecurityGroupsCommand({})));
    expect(SecurityGroups?.map(({ GroupId }) => GroupId)).toEqual(["sg-default", "sg-web"]);
  });
});

test.each([
  ["us-east-1a", "use1-az1"],
  ["ap-southeast-2c", "apse2-az3"],
  ["us-gov-west-1b", "usgw1-az2"],
])("the zone %s has the id %s", (zone, id) => {
  expect(zoneId(zone)).toBe(id);
});
