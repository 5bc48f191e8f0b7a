import { expect, test } from "vitest";
import { executionMayRun, leaseHasRunOut } from "../../../src/domain/run/may-still-run.ts";

test.each([
  ["running", false, true],
  ["running", true, true],
  ["ended", false, false],
  ["ended", true, false],
  ["unknown", false, true],
  ["unknown", true, false],
  ["fenced-out", false, true],
  ["fenced-out", true, false],
] as const)("an execution that is %s, the lease run out: %s, may run: %s", (status, hasRunOut, may) => {
  expect(executionMayRun(status, hasRunOut)).toBe(may);
});

test.each([
  ["is not there", undefined, true],
  ["lasts", 2000, false],
  ["has ended by its holder's clock, perhaps", 1000, false],
  ["ends within the margin", 900, false],
  ["ended before the margin", 899, true],
])("a lease that %s", (_, expiresAt, hasRunOut) => {
  const lease = expiresAt === undefined ? undefined : { owner: "web-1", expiresAt };
  expect(leaseHasRunOut(lease, 1000, 100)).toBe(hasRunOut);
});

test("nobody acts under a lease that was given back", () => {
  expect(leaseHasRunOut({ owner: null, expiresAt: 2000 }, 1000, 100)).toBe(true);
});
