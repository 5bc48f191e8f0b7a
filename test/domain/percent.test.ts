import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { percent, percentOf } from "../../src/domain/percent.ts";

describe("percent, as a declaration spells it", () => {
  test.each([
    ["1%", 1],
    ["10%", 10],
    ["100%", 100],
    ["007%", 7],
  ])("%s is %i", (text, value) => {
    expect(percent(1).parse(text)).toBe(value);
  });

  test.each([
    ["0%", "must be between 1% and 100%, is 0%"],
    ["101%", "must be between 1% and 100%, is 101%"],
    ["10", "must be a whole percentage such as 10% or 100%"],
    ["12.5%", "must be a whole percentage such as 10% or 100%"],
    ["-5%", "must be a whole percentage such as 10% or 100%"],
    ["1000%", "must be a whole percentage such as 10% or 100%"],
  ])("refuses %s", (text, why) => {
    expect(
      percent(1)
        .safeParse(text)
        .error?.issues.map(({ message }) => message),
    ).toEqual([why]);
  });

  test("takes its lower bound", () => {
    expect(percent(0).parse("0%")).toBe(0);
  });
});

describe("percentOf", () => {
  test.each([
    [100, 6, 6],
    [50, 5, 3],
    [1, 3, 1],
    [100, 0, 0],
    [90, 10, 9],
  ])("%i%% of %i servers are %i", (share, whole, servers) => {
    expect(percentOf(share, whole)).toBe(servers);
  });

  test("never asks for less than it says, nor for a whole server more, nor for more than there are", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 10_000 }), (share, whole) => {
        const servers = percentOf(share, whole);
        expect(servers * 100).toBeGreaterThanOrEqual(share * whole);
        expect((servers - 1) * 100).toBeLessThan(share * whole);
        expect(servers).toBeLessThanOrEqual(whole);
      }),
    );
  });
});
