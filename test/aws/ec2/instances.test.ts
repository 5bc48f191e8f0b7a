import {
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { beforeEach, describe, expect, it } from "vitest";
import {
  describeSubnets,
  ec2Client,
  firstLaunch,
  instanceImages,
  instanceStatuses,
  privateAddresses,
} from "../../../src/aws/ec2/ec2.ts";
import { mockAws } from "../../support/aws/mock-aws.ts";

const client = ec2Client({ region: "us-east-1" });
const aws = mockAws(EC2Client);
beforeEach(() => aws.reset());

const inputs = () => aws.calls().map(({ args: [command] }) => command.input as object);
const awsError = (name: string, message: string): Error =>
  Object.assign(new Error(message), { name, $fault: "client", $metadata: { httpStatusCode: 400 } });

describe("instances", () => {
  const status = (
    InstanceId: string,
    instance: "ok" | "impaired" | "initializing",
    system: "ok" | "impaired",
  ) => ({
    InstanceId,
    InstanceState: { Name: "running" as const },
    InstanceStatus: { Status: instance },
    SystemStatus: { Status: system },
  });

  it("is ok only when both checks are, and impaired when one is", async () => {
    aws.on(DescribeInstanceStatusCommand).resolves({
      InstanceStatuses: [
        status("i-1", "ok", "ok"),
        status("i-2", "ok", "impaired"),
        status("i-3", "initializing", "ok"),
        status("i-4", "initializing", "impaired"),
        { InstanceId: "i-5", InstanceState: { Name: "pending" } },
      ],
    });
    expect(await instanceStatuses(client, ["i-1", "i-2", "i-3", "i-4", "i-5"])).toEqual([
      { id: "i-1", state: "running", status: "ok" },
      { id: "i-2", state: "running", status: "impaired" },
      { id: "i-3", state: "running", status: "initializing" },
      { id: "i-4", state: "running", status: "impaired" },
      { id: "i-5", state: "pending", status: "unknown" },
    ]);
    expect(inputs()[0]).toMatchObject({ IncludeAllInstances: true });
  });

  it("asks for a hundred statuses at a time, leaving out those EC2 does not know yet", async () => {
    const ids = Array.from({ length: 101 }, (_, index) => `i-${index}`);
    aws
      .on(DescribeInstanceStatusCommand)
      .rejectsOnce(awsError("InvalidInstanceID.NotFound", "The instance ID 'i-0' does not exist"))
      .resolves({ InstanceStatuses: [] });
    await instanceStatuses(client, ids);
    expect(inputs().map((input) => (input as { InstanceIds: string[] }).InstanceIds.length)).toEqual([
      100, 1, 99,
    ]);
  });

  it("answers addresses and images by id", async () => {
    aws.on(DescribeInstancesCommand).resolves({
      Reservations: [
        { Instances: [{ InstanceId: "i-1", PrivateIpAddress: "10.0.0.1", ImageId: "ami-1" }] },
        { Instances: [{ InstanceId: "i-2", ImageId: "ami-2" }] },
      ],
    });
    expect(await privateAddresses(client, ["i-1", "i-2"])).toEqual(new Map([["i-1", "10.0.0.1"]]));
    expect(await instanceImages(client, ["i-1", "i-2"])).toEqual(
      new Map([
        ["i-1", "ami-1"],
        ["i-2", "ami-2"],
      ]),
    );
  });

  it("says when the first was launched, by its interface: a stop gives an instance another launch time", async () => {
    const of = (launched: number, interfaces: [index: number, attached: number][]) => ({
      LaunchTime: new Date(launched),
      NetworkInterfaces: interfaces.map(([DeviceIndex, attached]) => ({
        Attachment: { DeviceIndex, AttachTime: new Date(attached) },
      })),
    });
    const firstOf = async (...instances: object[]) => {
      aws
        .on(DescribeInstancesCommand)
        .resolves({ Reservations: instances.map((each) => ({ Instances: [each] })) });
      return firstLaunch(client, ["i-1", "i-2"]);
    };
    expect(await firstOf(of(500, [[0, 100]]), of(300, [[0, 300]]))).toBe(100);
    // One that was attached later, or has no interface yet.
    expect(
      await firstOf(
        of(500, [
          [1, 100],
          [0, 400],
        ]),
        { LaunchTime: new Date(450) },
      ),
    ).toBe(400);
    expect(await firstOf(of(500, [[1, 100]]))).toBe(500);
    expect(await firstOf({})).toBeNull();
    expect(await firstOf()).toBeNull();
  });

  it("never scans the account for no ids", async () => {
    await expect(privateAddresses(client, [])).rejects.toThrow("EC2 would take that for all");
    expect(await instanceImages(client, [])).toEqual(new Map());
    expect(await firstLaunch(client, [])).toBeNull();
    expect(inputs()).toEqual([]);
  });
});

it("answers zones and free addresses of the subnets that exist", async () => {
  aws
    .on(DescribeSubnetsCommand)
    .rejectsOnce(awsError("InvalidSubnetID.NotFound", "The subnet ID 'subnet-x' does not exist"))
    .resolvesOnce({
      Subnets: [{ SubnetId: "subnet-a", AvailabilityZone: "us-east-1a", AvailableIpAddressCount: 9 }],
    });
  expect(await describeSubnets(client, ["subnet-a", "subnet-x"])).toEqual(
    new Map([["subnet-a", { zone: "us-east-1a", freeAddresses: 9 }]]),
  );
});
