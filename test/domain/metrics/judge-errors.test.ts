import { describe, expect, test } from "vitest";
import { judgeErrors } from "../../../src/domain/metrics/judge-errors.ts";
import { afterMinutes, observed, times } from "../../support/domain/metrics/minutes.ts";

type ErrorLimits = Parameters<typeof judgeErrors>[0];

const LIMITS: ErrorLimits = { worseThanBlue: 2, max: 0.01, minRequests: 500 };
type Minutes = Parameters<typeof observed>[0];

const judge = (
  [green, blue, before]: readonly [Minutes, Minutes, Minutes?],
  limits: Partial<ErrorLimits> = {},
) => judgeErrors({ ...LIMITS, ...limits }, observed(green, blue, before), afterMinutes(green.length));

/** A tenth of 100 requests a second, and the rest of them. */
const tenth = (errors?: number) => ({ requests: 600, ...(errors !== undefined && { errors }) });
const rest = (errors?: number) => ({ requests: 5400, ...(errors !== undefined && { errors }) });

test("too few requests are neither good nor bad, however many fail", () => {
  const green = [
    { requests: 200, errors: 200 },
    { requests: 299, errors: 299 },
  ];
  expect(judge([green, times(2, rest())])).toEqual({
    verdict: "unknown",
    isEarly: true,
    reason:
      "green has served 499 of 500 requests in the whole minutes since it has its share: too few to judge by",
    value: "499 of 500 requests",
    threshold: "2x blue's, 1%",
  });
});

test("no metric of errors is no error, where requests were measured", () => {
  expect(judge([[tenth()], [rest()]])).toMatchObject({
    verdict: "pass",
    value: "0% of 600, blue 0% of 5,400",
  });
});

test("as good as blue is good, also where both fail some", () => {
  expect(judge([times(2, tenth(3)), times(2, rest(27))])).toMatchObject({
    verdict: "pass",
    reason: "green fails no more requests than it may (0.5% of 1,200, blue 0.5% of 10,800)",
  });
});

describe("a release that fails 5 %", () => {
  test("is not blamed for one minute, which is told, and held", () => {
    expect(judge([[tenth(30)], [rest(5)]])).toMatchObject({
      verdict: "unknown",
      reason: expect.stringMatching(/seems worse than it may be/),
    });
    expect(judge([[tenth(30)], [rest(5)]])).not.toHaveProperty("isEarly");
  });

  test("is blamed for two", () => {
    expect(judge([times(2, tenth(30)), times(2, rest(5))])).toEqual({
      verdict: "fail",
      reason: "green fails more requests than it may, and blue does not (5% of 1,200, blue 0.093% of 10,800)",
      value: "5% of 1,200, blue 0.093% of 10,800",
      threshold: "2x blue's, 1%",
    });
  });

  test("is seen within two minutes after an hour without an error", () => {
    const green = [...times(60, tenth()), tenth(30), tenth(30)];
    expect(judge([green, times(62, rest(5))])).toMatchObject({ verdict: "fail" });
  });

  test("one burst in one minute stays a burst", () => {
    const green = [tenth(), tenth(40), tenth(), tenth()];
    expect(judge([green, times(4, rest(5))])).toMatchObject({ verdict: "unknown" });
  });
});

test.each([
  ["worseThanBlue alone", { max: undefined }],
  ["max alone", { worseThanBlue: undefined }],
])("by %s, too", (_what, limits) => {
  expect(judge([times(2, tenth(30)), times(2, rest(5))], limits)).toMatchObject({ verdict: "fail" });
  expect(judge([times(2, tenth(30)), times(2, rest(5))], limits)).not.toHaveProperty("ending");
});

test("a few errors more prove nothing", () => {
  expect(judge([times(2, tenth(2)), times(2, rest(5))])).toMatchObject({ verdict: "pass" });
  expect(judge([times(2, tenth(4)), times(2, rest(2))], { max: undefined })).toMatchObject({
    verdict: "unknown",
  });
});

test("both fail more than they may: they stand", () => {
  expect(judge([times(2, tenth(30)), times(2, rest(270))])).toMatchObject({
    verdict: "stand",
    reason: expect.stringMatching(/^green fails more requests than it may, and so does blue/),
  });
});

test("a fix that does not mend everything goes through, also where blue serves nothing any more", () => {
  const better = {
    verdict: "pass",
    reason: expect.stringMatching(/^green fails more requests than it may, and blue even more/) as string,
  };
  expect(judge([times(2, tenth(12)), times(2, rest(270))])).toMatchObject(better);
  const full = times(2, { requests: 6000, errors: 120 });
  expect(judge([full, [], times(15, { requests: 6000, errors: 300 })])).toMatchObject(better);
  expect(judge([full, [], times(15, { requests: 6000, errors: 120 })])).toMatchObject({ verdict: "stand" });
});

test("both fail more than they may, and green much more: it is blamed", () => {
  const [green, blue] = [times(2, tenth(120)), times(2, rest(100))];
  expect(judge([green, blue])).toMatchObject({ verdict: "fail" });
  expect(judge([green, blue], { worseThanBlue: undefined })).toMatchObject({ verdict: "fail" });
});

describe("when blue serves nothing", () => {
  const full = (errors: number) => ({ requests: 6000, errors });

  test("green is held against how blue was just before, and not blamed", () => {
    expect(judge([times(2, full(60)), [], times(15, full(6))], { max: undefined })).toMatchObject({
      verdict: "fail",
      ending: { imageAtFault: false, error: "MetricFailed" },
      value: "1% of 12,000, blue before 0.1% of 90,000",
    });
  });

  test("a green over its max is not blamed", () => {
    expect(judge([times(2, full(300)), []])).toMatchObject({
      verdict: "fail",
      ending: { imageAtFault: false, error: "MetricFailed" },
      reason: expect.stringMatching(/blue serves none to compare it with/),
    });
  });

  test("and nothing is known of before, only max is judged", () => {
    expect(judge([times(2, full(300)), []], { max: undefined })).toMatchObject({ verdict: "pass" });
  });

  test("a few requests of clients that stick to it are no comparison", () => {
    const few = times(2, { requests: 20 });
    expect(judge([times(2, full(300)), few])).toMatchObject({ ending: { imageAtFault: false } });
  });
});
