import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scan } from "../../../src/detect/scan/scan.ts";
import { ServiceUnavailable } from "../../../src/errors/errors.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import { listFindings, putFinding } from "../../../src/ledger/findings.ts";
import { instance, NOW } from "../../support/detect/scan/fake-account.ts";
import { fakeScan } from "../../support/detect/scan/fake-scan.ts";
import { finding } from "../../support/domain/findings.ts";

const AUTO = { drift: { "key-pair": "auto" } } as const;
const named = (count: number) =>
  Array.from({ length: count }, (_, index) => `f${String(index).padStart(4, "0")}`);

describe("what one part hands to the next", () => {
  test("is when it began, how far it is, what it has read and how many fleets it has judged", async () => {
    const { account, context, started } = await fakeScan({ fleets: named(21), declaration: AUTO });
    account.servers = [instance("f0007", "i-f0007", { KeyName: "mine" })];
    const first = await scan(null, context, 20);
    expect(first).toMatchObject({
      verdict: "more",
      reason: "1 servers were read",
      progress: { after: "f0019", servers: 1, judged: 20, parts: [NOW] },
    });
    expect(started).toEqual([]);
    const second = await scan(first.progress, context, 20);
    expect(second).toMatchObject({ verdict: "more", progress: { after: "f0020", judged: 21 } });
    expect(await scan(second.progress, context, 20)).toMatchObject({
      verdict: "pass",
      reason: "1 servers of 21 fleets: 1 fleets with findings to act on, 1 rollouts begun",
      progress: { after: "f0020" },
    });
    expect(started).toHaveLength(1);
  });

  test("holds though fleets are declared meanwhile before and behind it", async () => {
    const { context, declare, account } = await fakeScan({ fleets: named(21) });
    const first = await scan(null, context, 20);
    await declare("a-new-one", {});
    await declare("z-new-one", {});
    account.servers = [];
    const second = await scan(first.progress, context, 20);
    expect(second.progress).toMatchObject({ after: "z-new-one", judged: 21 });
    expect(await scan(second.progress, context, 20)).toMatchObject({ verdict: "pass" });
  });
});

describe("a scan that dies and is begun again", () => {
  test("after it wrote a finding down and before it told of it: tells of it, and records it once", async () => {
    const { account, context, ledger, published, scan: run } = await fakeScan({ declaration: AUTO });
    account.servers = [instance("web", "i-web", { KeyName: "mine" })];
    const dying = {
      ...context,
      publish: async () => Promise.reject(new ServiceUnavailable("the bus is away")),
    };
    await expect(scan(null, dying)).rejects.toThrow("the bus is away");
    expect(await listFindings(ledger, "web")).toMatchObject([{ isPublished: false }]);
    await run(1);
    expect(published).toHaveLength(1);
    const entries = await listEntries(ledger, "web");
    expect(entries.filter(({ action }) => action === "finding")).toHaveLength(1);
    await run(15);
    expect(published).toHaveLength(1);
  });

  test("after it wrote all down and before it decided: decides", async () => {
    const { account, context, ledger, started, scan: run } = await fakeScan({ declaration: AUTO });
    account.servers = [instance("web", "i-web", { KeyName: "mine" })];
    const starter = { start: async () => Promise.reject(new ServiceUnavailable("no more executions")) };
    await expect(scan(null, { ...context, starter })).rejects.toThrow("no more executions");
    expect(await listFindings(ledger, "web")).toHaveLength(1);
    await run(1);
    expect(started).toHaveLength(1);
  });
});

test("property: neither the order of servers nor the size of pages changes what is found", async () => {
  const servers = [
    instance("web", "i-1", { KeyName: "mine" }),
    instance("web", "i-2"),
    instance("web", "i-3", { ImageId: "ami-0bbb", SecurityGroups: [{ GroupId: "sg-x" }] }),
    instance("web", "i-4", { MetadataOptions: { State: "pending" } }),
    instance("api", "i-5", { InstanceType: "t3.large" }),
  ];
  const found = async (order: typeof servers, page: number) => {
    const { account, ledger, live, scan: run } = await fakeScan({ fleets: ["api", "web"] });
    Object.assign(account, { servers: order, page });
    await run();
    return [await listFindings(ledger, "web"), await listFindings(ledger, "api"), await live("web")];
  };
  const expected = await found(servers, 1000);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(servers, { minLength: servers.length }),
      fc.integer({ min: 1, max: 6 }),
      async (order, page) => {
        expect(await found(order, page)).toEqual(expected);
      },
    ),
    { numRuns: 25 },
  );
});

test("a scan that an older moult has all but ended decides about what its parts have written", async () => {
  const { account, context, ledger, started } = await fakeScan({ declaration: AUTO });
  account.servers = [instance("web", "i-web", { KeyName: "mine" })];
  const stands = finding({ server: "i-web", isPublished: true, since: NOW, dueAt: NOW });
  await putFinding(ledger, "web", stands, NOW);
  const older = { startedAt: NOW, after: "web", servers: 7, judged: 1, parts: [] };
  expect(await scan(older, context)).toMatchObject({
    verdict: "pass",
    reason: "7 servers of 1 fleets: 1 fleets with findings to act on, 1 rollouts begun",
  });
  expect(started).toHaveLength(1);
});
