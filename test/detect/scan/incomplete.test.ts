import { DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import { describe, expect, test } from "vitest";
import { Rejected, Throttled } from "../../../src/errors/errors.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import { instance } from "../../support/detect/scan/fake-account.ts";
import { fakeScan } from "../../support/detect/scan/fake-scan.ts";

const EXPIRED = new Rejected("DescribeInstances: the token is expired");
const FIRST = { Reservations: [{ Instances: [instance("web", "i-web")] }], NextToken: "expires" };
const INCOMPLETE =
  "a scan is incomplete, so nothing is found and nothing lifted: its pages of servers were refused twice (DescribeInstances: the token is expired)";

/** A scan whose second page is refused each time. */
async function refused(fleets?: readonly string[]) {
  const faked = await fakeScan(fleets ? { fleets } : {});
  const { ec2, published, ledger } = faked;
  ec2.on(DescribeInstancesCommand).callsFake(({ NextToken }: { NextToken?: string }) => {
    if (NextToken === undefined) return FIRST;
    throw EXPIRED;
  });
  const serve = () => ec2.on(DescribeInstancesCommand).resolves({ Reservations: FIRST.Reservations });
  const entries = async () => (await listEntries(ledger, null)).map(({ action, reason }) => [action, reason]);
  return { ...faked, serve, entries, told: () => published.map(([type, detail]) => [type, detail["kind"]]) };
}

describe("a token that expires twice in a scan", () => {
  test("is published as an incomplete scan, with an entry, and the scan fails", async () => {
    const { scan, published, entries, started } = await refused();
    await expect(scan()).rejects.toBe(EXPIRED);
    expect(published).toEqual([
      [
        "Account Needs Attention",
        {
          kind: "incomplete-scan",
          irregularity: INCOMPLETE,
          commands: ["moult findings"],
          since: "2026-11-20T10:00:00.000Z",
        },
      ],
    ]);
    expect(await entries()).toEqual([["irregularity", INCOMPLETE]]);
    expect(started).toEqual([]);
  });

  test("is published once, however many scans it fails, and writes nothing the second time", async () => {
    const { scan, entries, told, writes } = await refused();
    await expect(scan()).rejects.toBe(EXPIRED);
    writes.length = 0;
    for (let count = 0; count < 6; count += 1) await expect(scan(15)).rejects.toBe(EXPIRED);
    expect([told(), writes]).toEqual([[["Account Needs Attention", "incomplete-scan"]], []]);
    expect(await entries()).toHaveLength(1);
  });

  test("is published once where two chains meet it", async () => {
    const fleets = Array.from({ length: 250 }, (_, index) => `f${String(index).padStart(4, "0")}`);
    const { scan, ec2, told } = await refused(fleets);
    await expect(scan()).rejects.toBe(EXPIRED);
    expect(ec2.commandCalls(DescribeInstancesCommand)).toHaveLength(8);
    expect(told()).toHaveLength(1);
  });

  test("is over with the next whole scan, and is published anew when it comes back later than an hour", async () => {
    const { scan, ec2, serve, told, writes } = await refused();
    await expect(scan()).rejects.toBe(EXPIRED);
    serve();
    await scan(15);
    writes.length = 0;
    await scan(15);
    expect(writes).toEqual([]);
    ec2.on(DescribeInstancesCommand).rejects(EXPIRED);
    await expect(scan(60)).rejects.toBe(EXPIRED);
    const types = told().map(([type]) => type);
    expect(types.filter((type) => type === "Account Needs Attention")).toHaveLength(2);
    expect(types.filter((type) => type === "Attention Cleared")).toHaveLength(1);
  });

  test("that is taken when the chain begins anew is nobody's matter", async () => {
    const { scan, ec2, told, entries } = await refused();
    ec2
      .on(DescribeInstancesCommand)
      .resolvesOnce(FIRST)
      .rejectsOnce(EXPIRED)
      .resolves({ Reservations: FIRST.Reservations });
    await scan();
    expect([told(), await entries()]).toEqual([[], []]);
  });
});

test("what is throttled is left to the machine to try again, and nobody is told", async () => {
  const { scan, ec2, told } = await refused();
  ec2.on(DescribeInstancesCommand).rejects(new Throttled("DescribeInstances: slow down"));
  await expect(scan()).rejects.toThrow("slow down");
  expect(told()).toEqual([]);
});
