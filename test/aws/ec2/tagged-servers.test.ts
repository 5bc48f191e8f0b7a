import { DescribeInstancesCommand, EC2Client, type Instance } from "@aws-sdk/client-ec2";
import { beforeEach, describe, expect, test } from "vitest";
import { asServer, ec2Client, taggedServers } from "../../../src/aws/ec2/ec2.ts";
import { mockAws } from "../../support/aws/mock-aws.ts";

const client = ec2Client({ region: "us-east-1" });
const aws = mockAws(EC2Client);
beforeEach(() => aws.reset());

const page = (NextToken: string | undefined, ...ids: string[]) => ({
  Reservations: ids.map((InstanceId) => ({ Instances: [{ InstanceId }] })),
  NextToken,
});

async function pages(values: readonly string[] = ["web", "api"]): Promise<string[][]> {
  const read: string[][] = [];
  for await (const each of taggedServers(client, "moult:fleet", values)) read.push(each.map(({ id }) => id));
  return read;
}

const inputs = () => aws.commandCalls(DescribeInstancesCommand).map(({ args: [{ input }] }) => input);

describe("servers by a tag", () => {
  test("are asked for by its values and the states of servers that are there, a thousand a page", async () => {
    aws.on(DescribeInstancesCommand).resolves(page(undefined, "i-1"));
    expect(await pages()).toEqual([["i-1"]]);
    expect(inputs()).toEqual([
      {
        Filters: [
          { Name: "tag:moult:fleet", Values: ["web", "api"] },
          { Name: "instance-state-name", Values: ["pending", "running", "stopping", "stopped"] },
        ],
        MaxResults: 1000,
        NextToken: undefined,
      },
    ]);
  });

  test("are read page by page until no token leads on, with the same filters, over empty and short pages", async () => {
    aws
      .on(DescribeInstancesCommand)
      .resolvesOnce(page("two"))
      .resolvesOnce(page("three", "i-2", "i-1"))
      .resolvesOnce({ NextToken: "four" })
      .resolvesOnce(page("", "i-3"));
    expect(await pages()).toEqual([[], ["i-2", "i-1"], [], ["i-3"]]);
    expect(inputs().map(({ NextToken }) => NextToken)).toEqual([undefined, "two", "three", "four"]);
    expect(new Set(inputs().map(({ Filters }) => JSON.stringify(Filters))).size).toBe(1);
  });

  test("that cannot be read to the end fail", async () => {
    const expired = new Error("The token is expired");
    aws.on(DescribeInstancesCommand).resolvesOnce(page("two", "i-1")).rejects(expired);
    await expect(pages()).rejects.toThrow("The token is expired");
  });
});

describe("a server as it is judged", () => {
  const AttachTime = new Date(5000);
  const LaunchTime = new Date(9000);
  const primary = {
    Attachment: { DeviceIndex: 0, AttachTime },
    Groups: [{ GroupId: "sg-a" }, { GroupId: "sg-b" }],
  };
  const second = {
    Attachment: { DeviceIndex: 1, AttachTime: new Date(1) },
    Groups: [{ GroupId: "sg-c" }],
  };

  test("has what DescribeInstances shows", () => {
    const instance: Instance = {
      InstanceId: "i-1",
      ImageId: "ami-1",
      InstanceType: "t3.small",
      SubnetId: "subnet-a",
      KeyName: "deploy",
      LaunchTime,
      NetworkInterfaces: [second, primary],
      SecurityGroups: [{ GroupId: "sg-d" }],
      IamInstanceProfile: { Arn: "arn:web" },
      Monitoring: { State: "enabled" },
      MetadataOptions: {
        State: "applied",
        HttpEndpoint: "enabled",
        HttpTokens: "required",
        HttpPutResponseHopLimit: 2,
        InstanceMetadataTags: "disabled",
      },
      Tags: [
        { Key: "moult:fleet", Value: "web" },
        { Key: "aws:autoscaling:groupName", Value: "web-g0001" },
      ],
    };
    expect(asServer(instance)).toEqual({
      id: "i-1",
      group: "web-g0001",
      launchedAt: 5000,
      image: "ami-1",
      instanceType: "t3.small",
      subnet: "subnet-a",
      securityGroups: ["sg-a", "sg-b"],
      instanceProfile: "arn:web",
      keyPair: "deploy",
      monitoring: true,
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        hopLimit: 2,
        instanceMetadataTags: "disabled",
      },
      tags: { "moult:fleet": "web", "aws:autoscaling:groupName": "web-g0001" },
    });
  });

  test("without a group, a profile or a key pair has none", () => {
    expect(asServer({ InstanceId: "i-1", LaunchTime })).toMatchObject({
      group: null,
      instanceProfile: null,
      keyPair: null,
      monitoring: false,
      metadataOptions: null,
      securityGroups: [],
      tags: {},
    });
  });

  test("does not get younger by a stop and a start: its primary interface stays", () => {
    const launchedAt = (special: Instance) => asServer({ LaunchTime, ...special }).launchedAt;
    expect(launchedAt({ NetworkInterfaces: [primary] })).toBe(5000);
    expect(launchedAt({ NetworkInterfaces: [second] })).toBe(9000);
    expect(launchedAt({})).toBe(9000);
  });

  test("shows its security groups also without an interface", () => {
    const SecurityGroups = [{ GroupId: "sg-d" }, {}];
    expect(asServer({ SecurityGroups }).securityGroups).toEqual(["sg-d"]);
  });

  test.each([
    ["enabled", true],
    ["pending", true],
    ["disabling", false],
    ["disabled", false],
  ] as const)("with monitoring %s: %s", (State, on) => {
    expect(asServer({ Monitoring: { State } }).monitoring).toBe(on);
  });

  test("with metadata options that are being changed shows none", () => {
    expect(
      asServer({ MetadataOptions: { State: "pending", HttpTokens: "required" } }).metadataOptions,
    ).toBeNull();
  });
});
