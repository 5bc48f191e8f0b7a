import { expect, test } from "vitest";
import { inOrder, chosenNow } from "../../src/sweep/sweep-order.ts";

const names = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `f${String(index).padStart(4, "0")}`);
const due = (count: number, sweep: number): string[] => [
  ...chosenNow(names(count), sweep * 300_000 + 1, { atLeast: 10, atMost: 100 }),
];

test("ten fleets are looked at by every sweep, and none where there is none", () => {
  expect(due(10, 7)).toEqual(names(10));
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

test("those that cannot wait come first, then the one that the sweep before did not come to", () => {
  const order = (next: string | null) => inOrder(["a", "b", "c", "d"], (name) => name === "c", next);
  expect(order(null)).toEqual(["c", "a", "b", "d"]);
  expect(order("b")).toEqual(["c", "b", "d", "a"]);
});

test("where that one is not declared any more, the one after it is next, and after the last the first", () => {
  expect(inOrder(["a", "b", "d"], () => false, "c")).toEqual(["d", "a", "b"]);
  expect(inOrder(["a", "b"], () => false, "x")).toEqual(["a", "b"]);
});

test("ten thousand fleets are a hundred at a time, and each has its turn", () => {
  const seen = Array.from({ length: 100 }, (_, sweep) => due(10_000, 4_000_000 + sweep));
  expect(new Set(seen.flat()).size).toBe(10_000);
  for (const each of seen) expect(each.length).toBe(100);
});
