import { expect, test } from "vitest";
import { dueForCheck } from "../../../src/sweep/neighbours/due-for-check.ts";

const fleets = (count: number, beset: readonly number[] = []) =>
  Array.from({ length: count }, (_, index) => ({ index, isBeset: beset.includes(index) }));
const due = (count: number, sweep: number, beset?: readonly number[]) =>
  dueForCheck(fleets(count, beset), sweep * 300_000 + 1).map(({ index }) => index);

test("ten fleets are looked at by every sweep, and none where there is none", () => {
  expect(due(10, 7)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(due(0, 7)).toEqual([]);
});

test.each([11, 120, 121, 1000])(
  "%i fleets are all looked at within an hour, a twelfth at a time",
  (count) => {
    const seen = Array.from({ length: 12 }, (_, sweep) => due(count, 4_000_000 + sweep));
    expect(new Set(seen.flat()).size).toBe(count);
    for (const each of seen) expect(each.length).toBe(Math.max(10, Math.ceil(count / 12)));
  },
);

test("one of which something stands is looked at by every sweep", () => {
  for (let sweep = 0; sweep < 12; sweep++) expect(due(200, sweep, [150])).toContain(150);
});
