import { expect, test } from "vitest";
import {
  answerTime,
  factor,
  formatCount,
  formatMilliseconds,
  formatShare,
  share,
} from "../../../src/domain/metrics/units.ts";

test("a share of requests, a time, so many times", () => {
  expect(["1%", "0.05%", "12.5%"].map((text) => share.parse(text))).toEqual([0.01, 0.0005, 0.125]);
  expect(["800ms", "2s"].map((text) => answerTime.parse(text))).toEqual([800, 2000]);
  expect(["1x", "1.5x", "100x"].map((text) => factor.parse(text))).toEqual([1, 1.5, 100]);
});

test.each([
  [share, ["0%", "1", "100%", "-1%", "1.2345%"]],
  [answerTime, ["0ms", "0s", "1m", "800", "1.5s"]],
  [factor, ["0.99x", "101x", "2", "x"]],
])("what is none is refused", (unit, texts) => {
  for (const text of texts) expect([text, unit.safeParse(text).success]).toEqual([text, false]);
});

test("they are told as they are declared", () => {
  expect([formatShare(0.0123), formatShare(0.00005), formatShare(0)]).toEqual(["1.23%", "0.005%", "0%"]);
  expect([formatMilliseconds(820.4), formatMilliseconds(2400)]).toEqual(["820ms", "2.4s"]);
  expect([formatCount(999), formatCount(1_234_567)]).toEqual(["999", "1,234,567"]);
});
