import { expect, test } from "vitest";
import { drawPlan } from "../../../chaos/draws/draw-plan.ts";
import { countPairs, drawnOf, type PairCounts, pairsText } from "../../../chaos/draws/pairs.ts";

function pairsOf(from: number, seeds: number): PairCounts {
  const counts: PairCounts = {};
  for (let seed = from; seed < from + seeds; seed += 1)
    countPairs(counts, drawnOf(drawPlan(seed, undefined)));
  return counts;
}

test.each([1, 300_000_000])("in 10,000 seeds from %i on every pair is drawn fifty times", (from) => {
  const [line, ...seldom] = pairsText(pairsOf(from, 10_000), true);
  expect(seldom).toEqual([]);
  expect(line).toMatch(/^\d{4} pairs of what is drawn, each met 5\d times or more, 0 of them less than/);
});

test("of a few seeds it says which pairs they have not met", () => {
  const lines = pairsText(pairsOf(1, 10), true);
  expect(lines.length).toBeGreaterThan(500);
  expect(lines).toContain("  engine-dies + events-lost  0");
  expect(lines.join()).not.toContain("engine-dies + functions");
  expect(pairsText(pairsOf(1, 10), false)).toHaveLength(1);
});
