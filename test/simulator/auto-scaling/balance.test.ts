import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { choose, type Leaver, spread } from "../../../simulator/services/auto-scaling/capacity/balance.ts";
import { retryDelay } from "../../../simulator/services/auto-scaling/capacity/launch-backoff.ts";

const PLACES = [
  { subnetId: "a1", zone: "a" },
  { subnetId: "a2", zone: "a" },
  { subnetId: "b1", zone: "b" },
];

const leaver = (id: string, changes: Partial<Leaver> = {}): Leaver => ({
  id,
  zone: "a",
  weight: 1,
  healthy: true,
  current: true,
  version: 1,
  launchedAt: 0,
  mayLeave: true,
  ...changes,
});

describe("spread", () => {
  test("fills zones evenly, and subnets within a zone", () => {
    expect(Object.fromEntries(spread(PLACES, new Map(), 4))).toEqual({ a1: 1, a2: 1, b1: 2 });
  });

  test("makes up for what is there already", () => {
    expect(Object.fromEntries(spread(PLACES, new Map([["a1", 3]]), 3))).toEqual({ b1: 3 });
  });

  test("places nothing where there is no subnet", () => {
    expect(spread([], new Map(), 3).size).toBe(0);
  });

  test("places all, and never widens the gap between zones", () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(20), fc.nat(20), (count, a, b) => {
        const present = new Map(Object.entries({ a1: a, b1: b }));
        const plan = spread(PLACES, present, count);
        const added = [...plan.values()].reduce((sum, each) => sum + each, 0);
        const inA = a + (plan.get("a1") ?? 0) + (plan.get("a2") ?? 0);
        const inB = b + (plan.get("b1") ?? 0);
        expect(added).toBe(count);
        expect(Math.abs(inA - inB)).toBeLessThanOrEqual(Math.max(1, Math.abs(a - b)));
      }),
    );
  });
});

describe("choose", () => {
  test("takes from the fullest zone", () => {
    const leavers = [leaver("b", { zone: "b" }), leaver("a1"), leaver("a2", { launchedAt: 1 })];
    expect(choose(leavers, 1)).toEqual(["a1"]);
  });

  test("takes other templates first, then older versions, then older launches", () => {
    const leavers = [
      leaver("newest", { version: 3, launchedAt: 3 }),
      leaver("older", { version: 3, launchedAt: 2 }),
      leaver("old-version", { version: 2, launchedAt: 9 }),
      leaver("other", { current: false, version: 9, launchedAt: 9 }),
    ];
    expect(choose(leavers, 4)).toEqual(["other", "old-version", "older", "newest"]);
  });

  test("takes an unhealthy server before a zone's balance", () => {
    const leavers = [leaver("a1"), leaver("a2"), leaver("b", { zone: "b", healthy: false })];
    expect(choose(leavers, 1)).toEqual(["b"]);
  });

  test("leaves out the protected, though they count for their zone", () => {
    const leavers = [
      leaver("a1", { mayLeave: false }),
      leaver("a2", { mayLeave: false }),
      leaver("b", { zone: "b" }),
    ];
    expect(choose(leavers, 2)).toEqual(["b"]);
  });

  test("follows the policies of age", () => {
    const leavers = [leaver("old", { version: 2 }), leaver("new", { launchedAt: 5 })];
    expect(choose(leavers, 1, "NewestInstance")).toEqual(["new"]);
    expect(choose(leavers, 1, "OldestInstance")).toEqual(["old"]);
  });

  test("keeps a server that weighs more than the surplus", () => {
    expect(choose([leaver("heavy", { weight: 4 }), leaver("light", { launchedAt: 1 })], 2)).toEqual([
      "light",
    ]);
  });
});

test("waits for launches grow from 15 seconds to a quarter of an hour", () => {
  expect([1, 2, 3, 6, 7, 20].map(retryDelay)).toEqual([15, 30, 60, 480, 900, 900]);
});
