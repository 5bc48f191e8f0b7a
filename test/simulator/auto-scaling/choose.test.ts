import { expect, test } from "vitest";
import { choose } from "../../../simulator/services/auto-scaling/scale-in/choose.ts";
import type { Leaver } from "../../../simulator/services/auto-scaling/scale-in/ranks.ts";

const HOUR = 3_600_000;

const leaver = (id: string, changes: Partial<Leaver> = {}): Leaver => ({
  id,
  zone: "a",
  weight: 1,
  healthy: true,
  stray: false,
  current: true,
  version: 1,
  choice: 0,
  launchedAt: 0,
  mayLeave: true,
  ...changes,
});

const chosen = (leavers: Leaver[], surplus: number, policies = ["Default"], now = 10 * HOUR): string[] =>
  choose(leavers, { surplus, policies, now });

// ASG/ec2-auto-scaling-termination-policies, one test per fact.
test("takes from the fullest zone, whatever the policy", () => {
  const leavers = [leaver("b", { zone: "b", launchedAt: -1 }), leaver("a1"), leaver("a2", { launchedAt: 1 })];
  expect(chosen(leavers, 1, ["OldestInstance"])).toEqual(["a1"]);
  expect(chosen(leavers, 1, ["NewestInstance"])).toEqual(["a2"]);
});

test("looks at zones that are equally full as one", () => {
  const leavers = [leaver("a"), leaver("b", { zone: "b", launchedAt: -1 })];
  expect(chosen(leavers, 1, ["OldestInstance"])).toEqual(["b"]);
  expect(chosen(leavers, 1, ["NewestInstance"])).toEqual(["a"]);
});

test("takes servers in a zone that is the group's no more before others", () => {
  const leavers = [leaver("a1"), leaver("a2"), leaver("c", { zone: "c", stray: true })];
  expect(chosen(leavers, 1)).toEqual(["c"]);
});

test("by default takes other templates first, then the oldest version, then what is closest to its next hour", () => {
  const leavers = [
    leaver("late", { version: 3, launchedAt: 0.1 * HOUR }),
    leaver("close", { version: 3, launchedAt: 0.9 * HOUR }),
    leaver("closest", { version: 3, launchedAt: 0.01 * HOUR }),
    leaver("old-version", { version: 2, launchedAt: 0.5 * HOUR }),
    leaver("other", { current: false, version: 9, launchedAt: 0.5 * HOUR }),
  ];
  const now = 10 * HOUR;
  expect(chosen(leavers, 5, ["Default"], now)).toEqual(["other", "old-version", "closest", "late", "close"]);
});

test("by default a mixed group gives up the last choice of type first", () => {
  const leavers = [leaver("first", { version: 1 }), leaver("last", { version: 2, choice: 1 })];
  expect(chosen(leavers, 1)).toEqual(["last"]);
  expect(chosen(leavers, 1, ["AllocationStrategy"])).toEqual(["last"]);
  expect(chosen(leavers, 1, ["OldestLaunchTemplate"])).toEqual(["first"]);
});

test("policies are asked in their order, each only about what the ones before it leave open", () => {
  const leavers = [
    leaver("b", { launchedAt: 5 }),
    leaver("a", { launchedAt: 5 }),
    leaver("young", { launchedAt: 9 }),
    leaver("old-version", { version: 0, launchedAt: 9 }),
  ];
  expect(chosen(leavers, 1, ["OldestLaunchTemplate", "OldestInstance"])).toEqual(["old-version"]);
  expect(chosen(leavers, 2, ["OldestLaunchConfiguration", "OldestInstance"])).toEqual(["a", "b"]);
  expect(chosen(leavers, 1, ["ClosestToNextInstanceHour", "NewestInstance"])).toEqual(["a"]);
});

test("unhealthy servers are outside of the policies and go first, before the balance of zones", () => {
  const leavers = [leaver("a1"), leaver("a2"), leaver("b", { zone: "b", healthy: false })];
  expect(chosen(leavers, 1)).toEqual(["b"]);
  expect(chosen(leavers, 1, ["NewestInstance"])).toEqual(["b"]);
});

test("leaves out the protected, though they count for their zone", () => {
  const held = { mayLeave: false };
  const leavers = [leaver("a1", held), leaver("a2", held), leaver("b", { zone: "b" })];
  expect(chosen(leavers, 2)).toEqual(["b"]);
});

test("keeps a server that weighs more than the surplus", () => {
  expect(chosen([leaver("heavy", { weight: 4 }), leaver("light", { launchedAt: 1 })], 2)).toEqual(["light"]);
});
