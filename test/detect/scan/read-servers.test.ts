import { DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { FLEETS_AT_ONCE, readServers } from "../../../src/detect/scan/read-servers.ts";
import { fakeScan } from "../../support/detect/scan/fake-scan.ts";

const named = (count: number) =>
  Array.from({ length: count }, (_, index) => `f${String(index).padStart(4, "0")}`);

/** How many fleets each chain of pages asks for, when so many are read. */
async function chains(fleets: number) {
  const { context, ec2 } = await fakeScan();
  await readServers(named(fleets), context);
  const asked = ec2
    .commandCalls(DescribeInstancesCommand)
    .map(({ args: [{ input }] }) => input.Filters?.[0]?.Values);
  return asked.map((values) => [values?.length, values?.[0]]);
}

test("two hundred fleets are one chain, and each fleet is in one", async () => {
  expect(await chains(200)).toEqual([[200, "f0000"]]);
  expect(await chains(250)).toEqual([
    [200, "f0000"],
    [50, "f0200"],
  ]);
  expect(await chains(0)).toEqual([]);
});

test("one part reads two thousand fleets", () => {
  expect(FLEETS_AT_ONCE).toBe(2000);
});

test("a fleet of which no server is shown has none", async () => {
  const { context } = await fakeScan();
  expect(
    [...(await readServers(["web", "api"], context))].map(([fleet, servers]) => [fleet, servers.length]),
  ).toEqual([
    ["web", 1],
    ["api", 0],
  ]);
});
