import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apportion } from "../../../simulator/traffic/apportion.ts";

describe("apportion", () => {
  test("gives every third request to the one with a third, over time", () => {
    const owed = new Map<string, number>();
    const shares = new Map([
      ["a", 1 / 3],
      ["b", 2 / 3],
    ]);
    const sums = { a: 0, b: 0 };
    for (let round = 0; round < 9; round++) {
      const parts = apportion(1, shares, owed);
      sums.a += parts.get("a") ?? 0;
      sums.b += parts.get("b") ?? 0;
    }
    expect(sums).toEqual({ a: 3, b: 6 });
  });

  test("pays what it owes to a key whose share is gone", () => {
    const owed = new Map<string, number>();
    const half = new Map([
      ["a", 0.5],
      ["b", 0.5],
    ]);
    const first = apportion(1, half, owed);
    const second = apportion(1, new Map([["b", 1]]), owed);
    expect((first.get("a") ?? 0) + (second.get("a") ?? 0)).toBeLessThanOrEqual(1);
    expect((second.get("a") ?? 0) + (second.get("b") ?? 0)).toBe(1);
  });

  const weights = fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 1, maxLength: 6 });
  test("never loses or invents a request, and is never more than some few off the exact share", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(500), weights), { minLength: 1, maxLength: 20 }), (rounds) => {
        const owed = new Map<string, number>();
        const off = new Map<string, number>();
        for (const [total, round] of rounds) {
          const shares = sharesOf(round);
          const parts = apportion(total, shares, owed);
          expect(sum([...parts.values()])).toBe(total);
          expect(Math.min(...parts.values(), 1)).toBe(1);
          for (const key of new Set([...shares.keys(), ...parts.keys()]))
            off.set(key, (off.get(key) ?? 0) + (shares.get(key) ?? 0) * total - (parts.get(key) ?? 0));
        }
        expect(Math.max(...[...off.values()].map(Math.abs))).toBeLessThan(6);
      }),
    );
  });
});

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const sharesOf = (round: readonly number[]): Map<string, number> =>
  new Map(
    round.map((weight, index) => [String(index), sum(round) === 0 ? 1 / round.length : weight / sum(round)]),
  );
