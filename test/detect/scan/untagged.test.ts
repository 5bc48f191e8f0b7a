import { DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import { describe, expect, test } from "vitest";
import { scan } from "../../../src/detect/scan/scan.ts";
import { appendEntry, listEntries } from "../../../src/ledger/entries.ts";
import { listFindings } from "../../../src/ledger/findings.ts";
import { openOutboxes } from "../../../src/sweep/told/outboxes.ts";
import { countPending, sendPending } from "../../../src/sweep/told/send-pending.ts";
import { groupOf, instance, NOW, tagsOf } from "../../support/detect/scan/fake-account.ts";
import { fakeScan } from "../../support/detect/scan/fake-scan.ts";

const tags = (more: Readonly<Record<string, string>>) =>
  tagsOf({ "aws:autoscaling:groupName": groupOf("web"), "aws:ec2launchtemplate:version": "6", ...more });
const untagged = (more = {}) => instance("web", "i-web", { KeyName: "mine", Tags: tags(more) });

test("a server in service that lacks the tag is found through its group, named once, and judged", async () => {
  const { account, ec2, ledger, published, scan: run } = await fakeScan();
  account.servers = [untagged()];
  await run();
  expect(await listFindings(ledger, "web")).toMatchObject([{ server: "i-web", field: "key pair" }]);
  const irregularity = "servers i-web do not carry the tag moult:fleet=web: tag them";
  expect(published[0]).toMatchObject([
    "Fleet Needs Attention",
    { fleet: "web", kind: "untagged-servers", irregularity },
  ]);
  expect(ec2.commandCalls(DescribeInstancesCommand).at(-1)?.args[0].input).toEqual({
    InstanceIds: ["i-web"],
  });
  await run(15);
  expect(published).toHaveLength(2);
  const entries = await listEntries(ledger, "web");
  expect(entries.filter(({ action }) => action === "irregularity")).toHaveLength(1);
});

describe("what was published of servers without their tag", () => {
  const attention = (published: readonly (readonly [string, unknown])[]) =>
    published.filter(([type]) => type === "Fleet Needs Attention").length;

  test("is published again after a day, however much else is recorded in between, and not each scan", async () => {
    const { account, ledger, published, scan: run } = await fakeScan();
    account.servers = [untagged()];
    await run();
    const other = { fleet: "web", rollout: null, phase: null, kind: "evidence", actor: "ada" } as const;
    for (let at = 1; at <= 40; at += 1)
      await appendEntry(ledger, { ...other, at: NOW + at, reason: `${at}` });
    for (let hour = 1; hour < 24; hour += 1) await run(60);
    expect(attention(published)).toBe(1);
    await run(60);
    expect(attention(published)).toBe(2);
    await run(60);
    expect(attention(published)).toBe(2);
  });

  test("is written down once a day, and nothing at all by the scans in between", async () => {
    const { account, scan: run, writes } = await fakeScan();
    account.servers = [untagged()];
    await run();
    writes.length = 0;
    await run(15);
    expect(writes).toEqual([]);
  });

  test("is published at once where another server lacks it, and not where one does no more", async () => {
    const { account, published, scan: run } = await fakeScan();
    const group = account.groups.get(groupOf("web"));
    const [first] = group?.Instances ?? [];
    account.servers = [untagged(), instance("web", "i-second")];
    await run();
    if (first) group?.Instances?.push({ ...first, InstanceId: "i-second" });
    account.servers = [untagged(), instance("web", "i-second", { Tags: tags({}) })];
    await run(15);
    expect(attention(published)).toBe(2);
    expect(published.at(-1)?.[1]).toMatchObject({
      irregularity: expect.stringMatching(/^servers i-second, i-web do not/) as string,
    });
    account.servers = [untagged(), instance("web", "i-second")];
    await run(15);
    expect(attention(published)).toBe(2);
  });

  test("is published by the next sweep where the bus did not take it, and not by the scans before it", async () => {
    const { account, context, published, scan: run } = await fakeScan();
    account.servers = [untagged()];
    await scan(null, { ...context, publish: async () => [false] });
    await run(15);
    expect(attention(published)).toBe(0);
    const outboxes = openOutboxes(context.ledger);
    await sendPending(["web"], { ...context, outboxes });
    expect(await countPending(["web"], { ...context, outboxes })).toMatchObject({
      NeedAttention: 1,
      UnsentEvents: 0,
    });
    expect(attention(published)).toBe(1);
  });
});

test("a server that carries another fleet's tag is found through its group, and judged by that", async () => {
  const { account, ledger, published, scan: run } = await fakeScan({ fleets: ["api", "web"] });
  account.servers = [instance("api", "i-api"), untagged({ "moult:fleet": "api" })];
  await run();
  expect(await listFindings(ledger, "web")).toMatchObject([{ server: "i-web", field: "key pair" }]);
  expect(published).toContainEqual([
    "Fleet Needs Attention",
    expect.objectContaining({
      fleet: "web",
      irregularity: "servers i-web do not carry the tag moult:fleet=web: tag them",
    }),
  ]);
});

test("so is one whose tag names a fleet that nobody declared", async () => {
  const { account, ledger, published, scan: run } = await fakeScan();
  account.servers = [untagged({ "moult:fleet": "web2" })];
  await run();
  expect(published.map(([type]) => type)).toEqual(["Fleet Needs Attention", "Instance Drift Detected"]);
  expect(await listFindings(ledger, "web")).toHaveLength(1);
});

test("several are named together, and a fleet whose servers are tagged is not", async () => {
  const { account, published, scan: run } = await fakeScan({ fleets: ["api", "web"] });
  const group = account.groups.get(groupOf("web"));
  const [first] = group?.Instances ?? [];
  if (first) group?.Instances?.push({ ...first, InstanceId: "i-second" });
  account.servers = [
    instance("api", "i-api"),
    instance("web", "i-web", { Tags: tags({}) }),
    instance("web", "i-second", { Tags: tags({}) }),
  ];
  await run();
  expect(published).toMatchObject([
    [
      "Fleet Needs Attention",
      {
        fleet: "web",
        irregularity: "servers i-second, i-web do not carry the tag moult:fleet=web: tag them",
      },
    ],
  ]);
});

test("where all in service are seen by their tag no server is asked for by its id", async () => {
  const { account, ec2, published, scan: run } = await fakeScan();
  const [first] = account.groups.get(groupOf("web"))?.Instances ?? [];
  if (first)
    account.groups
      .get(groupOf("web"))
      ?.Instances?.push({ ...first, InstanceId: "i-2", LifecycleState: "Pending" });
  await run();
  expect(ec2.commandCalls(DescribeInstancesCommand)).toHaveLength(1);
  expect(published).toEqual([]);
});

test("one that came into service since the page was read has its tag, and is left to the next scan", async () => {
  const { account, ec2, published, scan: run } = await fakeScan();
  ec2
    .on(DescribeInstancesCommand)
    .resolvesOnce({ Reservations: [] })
    .resolvesOnce({ Reservations: [{ Instances: account.servers }] });
  await run();
  expect(published).toEqual([]);
});
