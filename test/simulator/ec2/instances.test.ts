import {
  DescribeInstanceStatusCommand,
  type DescribeInstanceStatusCommandInput,
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { bothWays, type Connect } from "../../support/simulator/both-ways.ts";
import { connectFurnished, pass, registerImage } from "../../support/simulator/ec2/furnished.ts";

async function connectWithServers(connect: Connect, count: number, tags: Record<string, string> = {}) {
  const account = await connectFurnished(connect);
  const { run, ec2 } = account;
  const ImageId = await registerImage(account, "web-1", tags);
  const input = {
    ImageId,
    InstanceType: "t3.micro" as const,
    MinCount: count,
    MaxCount: count,
    ClientToken: "first",
    TagSpecifications: [{ ResourceType: "instance" as const, Tags: [{ Key: "fleet", Value: "web" }] }],
  };
  const launch = () => run(ec2.send(new RunInstancesCommand(input)));
  const ids = (await launch()).Instances?.map(({ InstanceId }) => InstanceId ?? "") ?? [];
  return {
    ...account,
    ImageId,
    launch,
    ids,
    describe: async (request: DescribeInstancesCommandInput) => {
      const answer = await run(ec2.send(new DescribeInstancesCommand(request)));
      return answer.Reservations?.flatMap(({ Instances }) => Instances ?? []) ?? [];
    },
    terminate: (InstanceIds: string[]) => run(ec2.send(new TerminateInstancesCommand({ InstanceIds }))),
    status: (request: DescribeInstanceStatusCommandInput) =>
      run(ec2.send(new DescribeInstanceStatusCommand(request))),
  };
}

bothWays("instances", (connect) => {
  test("are found by id, state, tag, image, subnet and address", async () => {
    const { world, ids, ImageId, describe } = await connectWithServers(connect, 2);
    pass(world, 10);
    const [first = "", second = ""] = ids;
    // A scan has no order that anybody may count on (EC2/DescribeInstances).
    const filter = async (Name: string, ...Values: string[]) => {
      const found = (await describe({ Filters: [{ Name, Values }] })).map(
        ({ InstanceId = "" }) => InstanceId,
      );
      return found.toSorted((a, b) => ids.indexOf(a) - ids.indexOf(b));
    };
    expect((await describe({ InstanceIds: [second] })).map(({ InstanceId }) => InstanceId)).toEqual([second]);
    expect(await filter("instance-id", first)).toEqual([first]);
    expect(await filter("instance-state-name", "running")).toEqual(ids);
    expect(await filter("instance-state-name", "pending")).toEqual([]);
    expect(await filter("tag:fleet", "w?b")).toEqual(ids);
    expect(await filter("tag-key", "fleet")).toEqual(ids);
    expect(await filter("image-id", ImageId)).toEqual(ids);
    expect(await filter("subnet-id", "subnet-b")).toEqual([]);
    expect(await filter("private-ip-address", "172.31.0.5")).toEqual([second]);
    await expect(filter("colour", "red")).rejects.toThrow("The filter 'colour' is invalid");
  });

  test("come in pages, but not when they are named (EC2/DescribeInstances)", async () => {
    const { run, ec2, ids, describe } = await connectWithServers(connect, 7);
    const found: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const input = { MaxResults: 5, ...(NextToken !== undefined && { NextToken }) };
      const answer = await run(ec2.send(new DescribeInstancesCommand(input)));
      const shown = answer.Reservations?.flatMap(({ Instances = [] }) => Instances) ?? [];
      expect(shown.length).toBeLessThanOrEqual(5);
      found.push(...shown.map(({ InstanceId }) => InstanceId));
      ({ NextToken } = answer);
    } while (NextToken !== undefined);
    expect(found).toHaveLength(ids.length);
    expect(new Set(found)).toEqual(new Set(ids));
    await expect(describe({ MaxResults: 5, InstanceIds: ids })).rejects.toMatchObject({
      name: "InvalidParameterCombination",
    });
  });

  test("that do not exist fail the call, by name", async () => {
    const { describe, ids } = await connectWithServers(connect, 1);
    await expect(describe({ InstanceIds: [...ids, "i-0123456789abcdef0"] })).rejects.toMatchObject({
      name: "InvalidInstanceID.NotFound",
      message: "The instance ID 'i-0123456789abcdef0' does not exist",
    });
    await expect(describe({ InstanceIds: ["web"] })).rejects.toMatchObject({
      name: "InvalidInstanceID.Malformed",
    });
  });

  test("are launched once per client token (aws-facts 1.6)", async () => {
    const { launch, ids, describe } = await connectWithServers(connect, 2);
    expect((await launch()).Instances?.map(({ InstanceId }) => InstanceId)).toEqual(ids);
    expect(await describe({})).toHaveLength(2);
  });

  test("stay visible after termination, which is idempotent (aws-facts 1.6)", async () => {
    const { world, ids, describe, terminate } = await connectWithServers(connect, 1);
    pass(world, 10);
    const first = await terminate(ids);
    expect(first.TerminatingInstances?.[0]).toMatchObject({
      PreviousState: { Name: "running" },
      CurrentState: { Name: "shutting-down", Code: 32 },
    });
    pass(world, 10);
    expect((await terminate(ids)).TerminatingInstances?.[0]?.CurrentState?.Name).toBe("terminated");
    const [gone] = await describe({ InstanceIds: ids });
    expect(gone?.State).toEqual({ Code: 48, Name: "terminated" });
    expect(gone?.PrivateIpAddress).toBeUndefined();
    pass(world, 3600);
    expect(await describe({})).toEqual([]);
  });

  test("show the status checks only while running, initializing until they have booted", async () => {
    const { world, ids, status } = await connectWithServers(connect, 1, { "sim:boot-seconds": "30" });
    expect((await status({ InstanceIds: ids })).InstanceStatuses).toEqual([]);
    const all = await status({ InstanceIds: ids, IncludeAllInstances: true });
    expect(all.InstanceStatuses?.[0]?.InstanceStatus?.Status).toBe("not-applicable");
    pass(world, 10);
    const booting = (await status({ InstanceIds: ids })).InstanceStatuses?.[0];
    expect([booting?.SystemStatus?.Status, booting?.InstanceStatus?.Status]).toEqual([
      "initializing",
      "initializing",
    ]);
    pass(world, 30);
    const booted = (await status({ InstanceIds: ids })).InstanceStatuses?.[0];
    expect([booted?.SystemStatus?.Status, booted?.InstanceStatus?.Status]).toEqual(["ok", "ok"]);
  });

  test("are asked for their status by at most 100 ids (aws-facts 1.6)", async () => {
    const { ids, status } = await connectWithServers(connect, 101);
    await expect(status({ InstanceIds: ids })).rejects.toMatchObject({ name: "InvalidParameterValue" });
    expect(
      (await status({ InstanceIds: ids.slice(1), IncludeAllInstances: true })).InstanceStatuses,
    ).toHaveLength(100);
  });
});
