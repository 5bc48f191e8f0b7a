import { describe, expect, test } from "vitest";
import { DEFAULT_SECURITY_GROUP, furnish, SUBNET_A } from "../../../simulator/services/ec2/furnish.ts";
import {
  isServing,
  type LaunchRequest,
  launchInstances,
  setZoneCapacity,
  sicken,
  terminateInstances,
} from "../../../simulator/services/ec2/launch.ts";
import type { ImageRecord, ServerScript } from "../../../simulator/services/ec2/state.ts";
import { createWorld, type World } from "../../../simulator/world/world.ts";
import { eventsOf, happeningsOf, pass } from "./furnished.ts";

function worldWithImage(script: Partial<ServerScript> = {}, image: Partial<ImageRecord> = {}): World {
  const world = createWorld();
  furnish(world);
  world.state.images.set("ami-web", {
    imageId: "ami-web",
    name: "web",
    architecture: "x86_64",
    state: "available",
    createdAt: world.now(),
    deprecatedAt: null,
    tags: [],
    script,
    ...image,
  });
  return world;
}

const REQUEST: LaunchRequest = {
  count: 1,
  data: { ImageId: "ami-web", InstanceType: "t3.micro" },
  launchTemplate: null,
  subnetId: SUBNET_A,
  tags: [],
  launchDelaySeconds: 5,
};

const launchOne = (world: World, request: Partial<LaunchRequest> = {}) => {
  const [instance] = launchInstances(world, { ...REQUEST, ...request });
  if (!instance) throw new Error("nothing was launched");
  return instance;
};

const launchFault = (world: World, request: Partial<LaunchRequest>): string => {
  try {
    launchInstances(world, { ...REQUEST, ...request });
    return "launched";
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe("the life of an instance", () => {
  test("follows its image's script, second by second", () => {
    const world = worldWithImage({ bootSeconds: 20, healthySeconds: 10, sickensSeconds: 60 });
    const happenings = happeningsOf(world);
    const { id } = launchOne(world);
    pass(world, 200);
    terminateInstances(world, [id], "Client.UserInitiatedShutdown: User initiated shutdown");
    pass(world, 10);
    expect(happenings.map(({ kind, seconds }) => [kind, seconds])).toEqual([
      ["instance-pending", 0],
      ["instance-running", 5],
      ["instance-booted", 25],
      ["instance-healthy", 35],
      ["instance-sick", 95],
      ["instance-shutting-down", 200],
      ["instance-terminated", 205],
    ]);
  });

  test("is told on the bus as documented", () => {
    const world = worldWithImage();
    const events = eventsOf(world);
    const { id } = launchOne(world);
    pass(world, 5);
    terminateInstances(world, [id], "Client.UserInitiatedShutdown: User initiated shutdown");
    pass(world, 5);
    expect(events.map(({ detail }) => detail)).toEqual(
      ["pending", "running", "shutting-down", "terminated"].map((state) => ({ "instance-id": id, state })),
    );
    expect(events[1]).toMatchObject({
      "detail-type": "EC2 Instance State-change Notification",
      source: "aws.ec2",
      time: "2026-11-20T10:00:05Z",
      resources: [`arn:aws:ec2:us-east-1:123456789012:instance/${id}`],
    });
  });

  test("is pending for 4 to 6 seconds when nothing else is said (aws-facts 4)", () => {
    const world = worldWithImage();
    const { launchDelaySeconds: _, ...request } = REQUEST;
    const launched = launchInstances(world, { ...request, count: 50 });
    pass(world, 10);
    const seconds = launched.map(({ runningAt, launchedAt }) => ((runningAt ?? 0) - launchedAt) / 1000);
    expect(Math.min(...seconds)).toBeGreaterThanOrEqual(4);
    expect(Math.max(...seconds)).toBeLessThanOrEqual(6);
    expect(new Set(seconds).size).toBeGreaterThan(10);
  });

  test("ends before it began when it is terminated while pending", () => {
    const world = worldWithImage();
    const { id } = launchOne(world);
    terminateInstances(world, [id, "i-unknown"], "Server.InternalError: Internal error");
    pass(world, 100);
    expect(world.state.instances.get(id)).toMatchObject({ state: "terminated", runningAt: null });
  });

  test("gives its address back, and is visible for an hour after its end (aws-facts 1.6)", () => {
    const world = worldWithImage();
    const free = () => world.state.subnets.get(SUBNET_A)?.freeAddresses;
    const { id } = launchOne(world);
    expect(free()).toBe(4090);
    terminateInstances(world, [id], "Client.UserInitiatedShutdown: User initiated shutdown");
    pass(world, 5);
    expect(free()).toBe(4091);
    pass(world, 3599);
    expect(world.state.instances.has(id)).toBe(true);
    pass(world, 1);
    expect(world.state.instances.has(id)).toBe(false);
  });

  test("serves while it runs, is healthy and has not sickened", () => {
    const world = worldWithImage({ bootSeconds: 10, healthySeconds: 5 });
    const instance = launchOne(world);
    const happenings = happeningsOf(world);
    const serving = () => isServing(instance, world.now());
    pass(world, 19);
    expect(serving()).toBe(false);
    pass(world, 1);
    expect(serving()).toBe(true);
    sicken(world, instance.id);
    expect(serving()).toBe(false);
    expect(happenings.at(-1)).toMatchObject({ kind: "instance-sick", subject: instance.id });
  });

  test("never serves when its script says so", () => {
    const world = worldWithImage({ healthySeconds: null, sickensSeconds: 5 });
    const instance = launchOne(world);
    pass(world, 10_000);
    expect([instance.healthyAt, instance.sickAt, isServing(instance, world.now())]).toEqual([
      null,
      null,
      false,
    ]);
  });
});

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
