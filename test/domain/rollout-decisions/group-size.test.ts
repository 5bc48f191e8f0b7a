import { expect, test } from "vitest";
import {
  greenSize,
  growTo,
  heldMinimum,
  isSmallerThan,
} from "../../../src/domain/rollout-decisions/group-size.ts";

test.each([
  [4, 4, 4],
  [4, 6, 6],
  [4, 2, 4],
  [4, undefined, 4],
  [0, 0, 0],
])("a green planned at %i beside a blue of %s has %i servers", (planned, blue, size) => {
  expect(greenSize(planned, blue)).toBe(size);
});

test.each([
  [4, 4, 4, false],
  [4, 5, 4, false],
  [4, 3, 4, true],
  [4, 4, 3, true],
  [0, 0, 0, false],
])("for %i servers a group of %i with a minimum of %i is too small: %s", (...row) => {
  const [size, desired, minSize, isSmaller] = row;
  expect(isSmallerThan(size, { desired, minSize })).toBe(isSmaller);
});

test.each([
  [4, 4, { min: 4 }],
  [4, 8, { min: 4 }],
  [5, 4, { min: 5, max: 5 }],
])("to %i servers a group of at most %i grows by %o", (size, maxSize, change) => {
  expect(growTo(size, { maxSize })).toEqual(change);
});

test.each([
  ["its own minimum holds it", 4, 4, null, null],
  ["its own minimum is higher", 5, 4, null, null],
  ["it could shrink", 2, 4, null, 4],
  ["it grew since it was held", 4, 6, 4, 6],
  ["a read shows it as it was before it grew", 2, 4, 6, 6],
])("blue's held minimum when %s", (...row) => {
  const [, minSize, desired, already, held] = row;
  expect(heldMinimum({ minSize, desired }, already)).toBe(held);
});
