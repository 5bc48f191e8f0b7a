import { DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { scan } from "../../../src/detect/scan/scan.ts";
import { listFindings } from "../../../src/ledger/findings.ts";
import { instance } from "../../support/detect/scan/fake-account.ts";
import { fakeScan } from "../../support/detect/scan/fake-scan.ts";

const AUTO = { drift: { "key-pair": "auto" } } as const;
const MINE = { KeyName: "mine" };
const named = (count: number) =>
  Array.from({ length: count }, (_, index) => `f${String(index).padStart(4, "0")}`);

test("2,401 fleets are read in two parts, two hundred by one filter, ten filters at a time", async () => {
  const fleets = named(2401);
  const { account, ec2, ledger, started, scan: run } = await fakeScan({ fleets, declaration: AUTO });
  account.servers = account.servers.map((each) =>
    ["i-f0000", "i-f2000", "i-f2400"].includes(each.InstanceId ?? "") ? { ...each, KeyName: "mine" } : each,
  );
  // The last one decides.
  expect(await run()).toBe(3);
  const calls = ec2
    .commandCalls(DescribeInstancesCommand)
    .map(({ args: [{ input }] }) => input.Filters?.[0]?.Values);
  expect(calls.map((values) => values?.length)).toEqual([...Array.from({ length: 12 }, () => 200), 1]);
  expect(new Set(calls.flat())).toEqual(new Set(fleets));
  for (const fleet of ["f0000", "f2000", "f2400"]) expect(await listFindings(ledger, fleet)).toHaveLength(1);
  // Decided about at the end, whichever part found it.
  expect(started).toHaveLength(3);
}, 120_000);

test("what travels from part to part does not grow with what is found: 5,000 fleets of long names", async () => {
  const fleets = named(5000).map((name) => name.padEnd(30, "x"));
  const { account, context, started } = await fakeScan({ fleets, declaration: AUTO });
  account.servers = fleets.slice(0, 1001).map((fleet) => instance(fleet, `i-${fleet}`, MINE));
  let parts = 0;
  for (let given = null as Parameters<typeof scan>[0]; ; ) {
    const answer = await scan(given, context);
    parts += 1;
    // Step Functions takes 256 KB (aws-facts 5), the state of the machine and the Task's answer together.
    expect(JSON.stringify(answer).length).toBeLessThan(1000);
    if (answer.verdict === "pass") break;
    given = answer.progress;
  }
  expect(parts).toBe(4);
  // More than a fifth of them: a storm.
  expect(started).toEqual([]);
}, 180_000);
