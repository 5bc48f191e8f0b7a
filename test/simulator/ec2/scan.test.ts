import {
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  DescribeTagsCommand,
  type Filter,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import type { Fault } from "../../../simulator/calls/faults.ts";
import { setZoneDisruption } from "../../../simulator/services/ec2/instances/launch.ts";
import { createSimulator } from "../../../simulator/simulator.ts";
import { bothWays, type Connect } from "../../support/simulator/both-ways.ts";
import { connectServers } from "../../support/simulator/ec2/servers.ts";

const SERVERS = 23;
const TAGGED = [{ ResourceType: "instance" as const, Tags: [{ Key: "fleet", Value: "web" }] }];
const BY_TAG = [{ Name: "tag-key", Values: ["fleet"] }];

/** Tagged servers, and another that is not. */
async function connectScans(connect: Connect) {
  const account = await connectServers(connect, { MinCount: SERVERS, TagSpecifications: TAGGED });
  const { run, ec2, ImageId } = account;
  const other = {
    ImageId,
    InstanceType: "t3.micro" as const,
    MinCount: 1,
    MaxCount: 1,
    SubnetId: "subnet-b",
  };
  const others = (await run(ec2.send(new RunInstancesCommand(other)))).Instances ?? [];
  const page = async (input: DescribeInstancesCommandInput) => {
    const { Reservations = [], NextToken } = await run(ec2.send(new DescribeInstancesCommand(input)));
    const shown = Reservations.flatMap(({ Instances = [] }) => Instances);
    return { ids: shown.map(({ InstanceId = "" }) => InstanceId), NextToken };
  };
  /** Pages until there is no token, with what happens between them. */
  const scan = async (
    Filters: Filter[] = BY_TAG,
    between: () => Promise<unknown> = async () => undefined,
  ) => {
    const pages: string[][] = [];
    for (let token: string | undefined; ; ) {
      const answer = await page({ Filters, MaxResults: 5, ...(token !== undefined && { NextToken: token }) });
      pages.push(answer.ids);
      if (answer.NextToken === undefined) return pages;
      token = answer.NextToken;
      await between();
    }
  };
  const firstToken = async (Filters = BY_TAG): Promise<string> =>
    (await page({ Filters, MaxResults: 5 })).NextToken ?? "";
  return { ...account, other: others[0]?.InstanceId ?? "", page, scan, firstToken };
}

bothWays("a scan over servers", (connect) => {
  test("gives each once, in pages that may be short or empty, and never in the same order", async () => {
    const { scan, ids } = await connectScans(connect);
    const scans: string[][][] = [];
    for (let turn = 0; turn < 12; turn++) scans.push(await scan());
    for (const pages of scans) {
      expect(pages.flat()).toHaveLength(SERVERS);
      expect(new Set(pages.flat())).toEqual(new Set(ids));
    }
    const sizes = new Set(scans.flat().map(({ length }) => length));
    expect([sizes.has(0), sizes.has(5), Math.max(...sizes)]).toEqual([true, true, 5]);
    expect(scans.flatMap((pages) => pages.slice(0, -1)).some(({ length }) => length === 3)).toBe(true);
    expect(new Set(scans.map((pages) => pages.flat().join())).size).toBe(12);
  });

  test("by tag and state finds the servers of a fleet that still run", async () => {
    const { scan, run, ec2, ids, other, pass } = await connectScans(connect);
    pass(20);
    const [ended = ""] = ids;
    await run(ec2.send(new TerminateInstancesCommand({ InstanceIds: [ended] })));
    const running = { Name: "instance-state-name", Values: ["pending", "running"] };
    const found = (await scan([{ Name: "tag:fleet", Values: ["web"] }, running])).flat();
    expect([found.length, found.includes(ended), found.includes(other)]).toEqual([SERVERS - 1, false, false]);
    expect((await scan([running])).flat()).toHaveLength(SERVERS);
  });

  test("keeps its place while servers come and go", async () => {
    const { scan, run, ec2, ids, ImageId, pass } = await connectScans(connect);
    pass(20);
    const leaving = ids.slice(0, 8);
    const launch = { ImageId, InstanceType: "t3.micro" as const, MinCount: 1, MaxCount: 1 };
    const turn = async () => {
      const gone = leaving.pop();
      if (gone === undefined) return;
      await run(ec2.send(new TerminateInstancesCommand({ InstanceIds: [gone] })));
      await run(ec2.send(new RunInstancesCommand({ ...launch, TagSpecifications: TAGGED })));
    };
    const found = (await scan(BY_TAG, turn)).flat();
    expect(new Set(found).size).toBe(found.length);
    expect(ids.filter((id) => !found.includes(id))).toEqual([]);
  });

  test("does not go on with a token of another scan, of another call, or of two days ago", async () => {
    const { page, firstToken, run, ec2, pass } = await connectScans(connect);
    const NextToken = await firstToken();
    const refused = { name: "InvalidNextToken" };
    await expect(page({ MaxResults: 5, NextToken })).rejects.toMatchObject(refused);
    await expect(page({ MaxResults: 5, NextToken: "made up" })).rejects.toMatchObject(refused);
    const tags = await run(ec2.send(new DescribeTagsCommand({ MaxResults: 5 })));
    expect(tags.NextToken).toBeDefined();
    const foreign = { Filters: BY_TAG, MaxResults: 5, NextToken: tags.NextToken };
    await expect(page(foreign)).rejects.toMatchObject(refused);
    pass(23 * 3600);
    await page({ Filters: BY_TAG, MaxResults: 5, NextToken });
    pass(25 * 3600);
    await expect(page({ Filters: BY_TAG, MaxResults: 5, NextToken })).rejects.toMatchObject(refused);
  });

  test("is of 5 to 1,000 servers a page, and without pages of all of them", async () => {
    const { page } = await connectScans(connect);
    const refused = { name: "InvalidParameterValue" };
    await expect(page({ MaxResults: 4 })).rejects.toMatchObject(refused);
    await expect(page({ MaxResults: 1001 })).rejects.toMatchObject(refused);
    expect((await page({})).ids).toHaveLength(SERVERS + 1);
    expect((await page({})).NextToken).toBeUndefined();
  });

  test("fails in a zone's disruption, where only ids of other zones are answered", async () => {
    const { page, ids, other, world } = await connectScans(connect);
    setZoneDisruption(world, "us-east-1b", true);
    const refused = { name: "Unavailable", $metadata: { httpStatusCode: 503 } };
    const zone = { Name: "availability-zone", Values: ["us-east-1a"] };
    await expect(page({ Filters: [zone], MaxResults: 5 })).rejects.toMatchObject(refused);
    await expect(page({ InstanceIds: [...ids, other] })).rejects.toMatchObject(refused);
    expect((await page({ InstanceIds: ids })).ids).toHaveLength(SERVERS);
    setZoneDisruption(world, "us-east-1b", false);
    expect((await page({})).ids).toHaveLength(SERVERS + 1);
  });
});

test("each page by tag takes 6.5 seconds, one by ids no longer than any call (aws-facts 4)", async () => {
  const account = await connectServers(() => {
    const simulator = createSimulator({ quotas: false, latencySeconds: 0 });
    return Promise.resolve({ simulator, clientOptions: simulator.clientOptions(), run: simulator.drive });
  });
  const { world, describe, ids } = account;
  const seconds = async (input: DescribeInstancesCommandInput) => {
    const start = world.now();
    await describe(input);
    return (world.now() - start) / 1000;
  };
  expect(await seconds({ Filters: BY_TAG, MaxResults: 5 })).toBe(6.5);
  expect(await seconds({ InstanceIds: ids })).toBe(0);
});

test("a read that lags shows a server as it was, and not the one that is new", async () => {
  let lag: Fault | undefined;
  const { run, ec2, ids, describe, pass, ImageId } = await connectServers(() => {
    const simulator = createSimulator({ history: true, quotas: false, faults: () => lag });
    return Promise.resolve({ simulator, clientOptions: simulator.clientOptions(), run: simulator.drive });
  });
  pass(60);
  const launch = { ImageId, InstanceType: "t3.micro" as const, MinCount: 1, MaxCount: 1 };
  await run(ec2.send(new RunInstancesCommand(launch)));
  await run(ec2.send(new TerminateInstancesCommand({ InstanceIds: ids })));
  pass(2);
  const seen = async () => new Set((await describe()).map(({ State }) => State?.Name));
  expect(await seen()).toEqual(new Set(["pending", "shutting-down"]));
  lag = { kind: "stale", asOf: 10 };
  expect(await seen()).toEqual(new Set(["running"]));
});
