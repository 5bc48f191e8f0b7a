import { expect, test } from "vitest";
import { completePeriods, nextCompleteAt, periodsBefore } from "../../../src/domain/metrics/periods.ts";
import { NOON } from "../../support/domain/gates/context.ts";

const at = (minutes: number, seconds = 0): number => NOON + (minutes * 60 + seconds) * 1000;

test("a period counts that began since green has its share, 45 seconds after its end", () => {
  expect(completePeriods(at(0, 10), at(2, 44))).toEqual([]);
  expect(completePeriods(at(0, 10), at(2, 45))).toEqual([at(1)]);
  expect(completePeriods(at(0, 10), at(4, 45))).toEqual([at(1), at(2), at(3)]);
  expect(completePeriods(at(0), at(1, 45))).toEqual([at(0)]);
});

test("three hours are looked back, not more", () => {
  const periods = completePeriods(at(0), at(600, 45));
  expect([periods.length, periods[0], periods.at(-1)]).toEqual([180, at(420), at(599)]);
});

test("before it are the fifteen that were over when green got its share", () => {
  const periods = periodsBefore(at(0, 10));
  expect([periods.length, periods[0], periods.at(-1)]).toEqual([15, at(-15), at(-1)]);
});

test("the next one is complete 45 seconds after it ends", () => {
  expect(nextCompleteAt(at(0, 10), at(0, 40))).toBe(at(2, 45));
  expect(nextCompleteAt(at(0, 10), at(2, 45))).toBe(at(3, 45));
  expect(nextCompleteAt(at(0, 10), at(3, 44))).toBe(at(3, 45));
});
