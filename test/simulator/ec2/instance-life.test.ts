import { describe, expect, test } from "vitest";
import { SUBNET_A } from "../../../simulator/services/ec2/furnish.ts";
import {
  isServing,
  launchInstances,
  sicken,
  terminateInstances,
} from "../../../simulator/services/ec2/instances/launch.ts";
import { eventsOf, happeningsOf, pass } from "../../support/simulator/ec2/furnished.ts";
import { launchOne, REQUEST, worldWithImage } from "../../support/simulator/ec2/world-with-image.ts";

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

  test("sickens once, at the earlier of fault and script", () => {
    const world = worldWithImage({ bootSeconds: 10, healthySeconds: 5, sickensSeconds: 60 });
    const { id } = launchOne(world);
    const happenings = happeningsOf(world);
    pass(world, 30);
    sicken(world, id);
    sicken(world, id);
    pass(world, 200);
    const sick = happenings.filter(({ kind }) => kind === "instance-sick");
    expect(sick.map(({ seconds }) => seconds)).toEqual([30]);
  });
});
