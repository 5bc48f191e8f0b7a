import { describe, expect, test } from "vitest";
import { DEFAULT_SECURITY_GROUP, SUBNET_A } from "../../../simulator/services/ec2/furnish.ts";
import {
  type LaunchRequest,
  launchInstances,
  setZoneCapacity,
} from "../../../simulator/services/ec2/instances/launch.ts";
import type { World } from "../../../simulator/world/world.ts";
import { launchOne, REQUEST, worldWithImage } from "../../support/simulator/ec2/world-with-image.ts";

const launchFault = (world: World, request: Partial<LaunchRequest>): string => {
  try {
    launchInstances(world, { ...REQUEST, ...request });
    return "launched";
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe("a launch", () => {
  test("puts the group's tags over the template's (aws-facts 1.2) and marks the template", () => {
    const world = worldWithImage();
    const TagSpecifications = [
      {
        ResourceType: "instance",
        Tags: [
          { Key: "a", Value: "template" },
          { Key: "b", Value: "template" },
        ],
      },
      { ResourceType: "volume", Tags: [{ Key: "c", Value: "volume" }] },
    ];
    const { tags } = launchOne(world, {
      data: { ...REQUEST.data, TagSpecifications },
      launchTemplate: { id: "lt-1", version: 3 },
      tags: [{ key: "a", value: "group" }],
    });
    expect(Object.fromEntries(tags.map(({ key, value }) => [key, value]))).toEqual({
      "aws:ec2launchtemplate:id": "lt-1",
      "aws:ec2launchtemplate:version": "3",
      a: "group",
      b: "template",
    });
  });

  test("gives each of 1,000 instances an address of its own", () => {
    const world = worldWithImage();
    const addresses = launchInstances(world, { ...REQUEST, count: 1000 }).map(({ privateIp }) => privateIp);
    expect(new Set(addresses).size).toBe(1000);
    expect(addresses[0]).toBe("172.31.0.4");
    expect(world.state.subnets.get(SUBNET_A)?.freeAddresses).toBe(3091);
  });

  test("reads an image alias when it launches", () => {
    const world = worldWithImage();
    const data = { ImageId: "resolve:ssm:/images/web", InstanceType: "t3.micro" };
    expect(launchFault(world, { data })).toBe("InvalidParameterValue");
    world.state.parameters.set("/images/web", {
      name: "/images/web",
      value: "ami-web",
      type: "String",
      dataType: "aws:ec2:image",
      version: 1,
      modifiedAt: world.now(),
      description: null,
      tags: [],
      history: [],
    });
    expect(launchOne(world, { data }).imageId).toBe("ami-web");
  });

  test("uses the VPC's default security group when none is named", () => {
    expect(launchOne(worldWithImage()).securityGroupIds).toEqual([DEFAULT_SECURITY_GROUP]);
  });

  test("fails on an image that is gone, disabled or unknown (aws-facts 1.6)", () => {
    expect(launchFault(worldWithImage({}, { state: "deregistered" }), {})).toBe("InvalidAMIID.Unavailable");
    expect(launchFault(worldWithImage({}, { state: "disabled" }), {})).toBe("InvalidAMIID.Unavailable");
    const data = { ImageId: "ami-other", InstanceType: "t3.micro" };
    expect(launchFault(worldWithImage(), { data })).toBe("InvalidAMIID.NotFound");
  });

  test.each([
    ["t4g.micro", "InvalidParameterValue"],
    ["m7gd.large", "InvalidParameterValue"],
    ["a1.large", "InvalidParameterValue"],
    ["g4dn.xlarge", "launched"],
    ["m7i.large", "launched"],
    ["huge", "InvalidParameterValue"],
  ])("of an x86_64 image on %s: %s", (InstanceType, outcome) => {
    expect(launchFault(worldWithImage(), { data: { ImageId: "ami-web", InstanceType } })).toBe(outcome);
  });

  test("fails on a security group or a subnet that does not exist", () => {
    const world = worldWithImage();
    const data = { ...REQUEST.data, SecurityGroupIds: ["sg-gone"] };
    expect(launchFault(world, { data })).toBe("InvalidGroup.NotFound");
    expect(launchFault(world, { subnetId: "subnet-z" })).toBe("InvalidSubnetID.NotFound");
  });

  test("launches all or nothing when the subnet lacks addresses", () => {
    const world = worldWithImage();
    expect(launchFault(world, { count: 4092 })).toBe("InsufficientFreeAddressesInSubnet");
    expect(world.state.instances.size).toBe(0);
  });

  test("fails while the zone has no capacity", () => {
    const world = worldWithImage();
    setZoneCapacity(world, "us-east-1a", false);
    expect(launchFault(world, {})).toBe("InsufficientInstanceCapacity");
    expect(launchFault(world, { subnetId: "subnet-b" })).toBe("launched");
    setZoneCapacity(world, "us-east-1a", true);
    expect(launchFault(world, {})).toBe("launched");
  });

  test("fails with the code that the script names", () => {
    expect(launchFault(worldWithImage({ launchFailure: "VcpuLimitExceeded" }), {})).toBe("VcpuLimitExceeded");
  });
});
