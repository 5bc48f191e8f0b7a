import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { spread } from "../../../simulator/services/auto-scaling/capacity/balance.ts";
import { retryDelay } from "../../../simulator/services/auto-scaling/capacity/launch-backoff.ts";

const PLACES = [
  { subnetId: "a1", zone: "a" },
  { subnetId: "a2", zone: "a" },
  { subnetId: "b1", zone: "b" },
];

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

test("waits for launches grow from 15 seconds to a quarter of an hour", () => {
  expect([1, 2, 3, 6, 7, 20].map(retryDelay)).toEqual([15, 30, 60, 480, 900, 900]);
});
