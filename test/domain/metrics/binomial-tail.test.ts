import { expect, test } from "vitest";
import { binomialTail } from "../../../src/domain/metrics/binomial-tail.ts";

test.each([
  [3, 10, 0.5, 0.9453125],
  [6, 6, 0.18, 3.401222399999999e-5],
  [30, 600, 0.01, 1.5896190459838e-12],
  [16, 600, 0.01, 4.6997168591095e-4],
  [1, 5, 0.2, 0.67232],
  [5, 5, 0.9, 0.59049],
])("at least %i of %i, each with %d: %d", (least, trials, probability, chance) => {
  expect(binomialTail(least, trials, probability) / chance).toBeCloseTo(1, 8);
});

test("of very many trials it is as a normal distribution is", () => {
  expect(binomialTail(100_000, 1_000_000, 0.1)).toBeCloseTo(0.5, 2);
  // Three standard deviations of 300 each.
  expect(binomialTail(100_900, 1_000_000, 0.1)).toBeCloseTo(0.00135, 4);
});

test.each([
  [0, 10, 0.5, 1],
  [11, 10, 0.5, 0],
  [1, 0, 0.5, 0],
  [1, 10, 0, 0],
  [10, 10, 1, 1],
])("at the ends: at least %i of %i with %d is %d", (least, trials, probability, chance) => {
  expect(binomialTail(least, trials, probability)).toBe(chance);
});
