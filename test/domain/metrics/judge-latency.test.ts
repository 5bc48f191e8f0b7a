import { describe, expect, test } from "vitest";
import { judgeLatency } from "../../../src/domain/metrics/judge-latency.ts";
import { afterMinutes, observed, times } from "../../support/domain/metrics/minutes.ts";

type LatencyLimits = Parameters<typeof judgeLatency>[0];

const LIMITS: LatencyLimits = { worseThanBlue: 2, max: 800, minRequests: 500 };
type Minutes = Parameters<typeof observed>[0];

const judge = (
  [green, blue, before]: readonly [Minutes, Minutes, Minutes?],
  limits: Partial<LatencyLimits> = {},
) => judgeLatency({ ...LIMITS, ...limits }, observed(green, blue, before), afterMinutes(green.length));

const took = (latency: number, requests = 600) => ({ requests, latency });

test("too few requests are neither quick nor slow", () => {
  expect(judge([[took(9000, 499)], [took(100)]])).toMatchObject({
    verdict: "unknown",
    isEarly: true,
    value: "499 of 500 requests",
    threshold: "2x blue's, 800ms",
  });
});

test("a minute of fewer than a hundred requests has no hundredth", () => {
  expect(judge([times(9, took(9000, 99)), times(9, took(100))])).toMatchObject({
    verdict: "unknown",
    isEarly: true,
    value: "no minute to judge",
  });
});

test("as quick as blue is good", () => {
  expect(judge([[took(230)], [took(220, 5400)]])).toEqual({
    verdict: "pass",
    reason: "green is as quick as it has to be (p99 230ms, blue 220ms)",
    value: "p99 230ms, blue 220ms",
    threshold: "2x blue's, 800ms",
  });
});

test("three slow minutes in a row decide, fewer hold", () => {
  const blue = times(3, took(230, 5400));
  const slow = took(1380);
  expect(judge([[slow], blue])).toMatchObject({
    verdict: "unknown",
    reason: "green is too slow in 1 of 3 minutes that decide (p99 1.38s, blue 230ms)",
  });
  expect(judge([times(3, slow), blue])).toMatchObject({ verdict: "fail" });
  expect(judge([times(3, slow), blue])).not.toHaveProperty("ending");
  expect(judge([[slow, took(200), slow], blue])).toMatchObject({ verdict: "unknown" });
  expect(judge([[slow, slow, took(200)], blue])).toMatchObject({ verdict: "pass" });
});

test("a percentile of few requests has to be farther off than one of many", () => {
  const judged = (requests: number) =>
    judge([times(3, took(240, requests)), times(3, took(100, 100_000))], { max: undefined }).verdict;
  expect([judged(200), judged(20_000)]).toEqual(["pass", "fail"]);
});

test("of a blue that answers in no time at all a green that takes a millisecond is not worse", () => {
  const judged = (latency: number) =>
    judge([times(3, took(latency)), times(3, took(0, 5400))], { max: undefined }).verdict;
  expect([judged(0), judged(1), judged(10)]).toEqual(["pass", "pass", "fail"]);
  const alone = (latency: number) => {
    const sides = [times(3, took(latency)), times(3, null), times(3, took(0, 5400))] as const;
    return judge([...sides], { max: undefined }).verdict;
  };
  expect([alone(1), alone(10)]).toEqual(["pass", "fail"]);
});

test("both are slow: they stand", () => {
  const [green, blue] = [times(3, took(950)), times(3, took(900, 5400))];
  expect(judge([green, blue])).toMatchObject({ verdict: "stand" });
  expect(judge([green, times(3, took(500, 5400))])).toMatchObject({ verdict: "fail" });
});

test("a fix that does not mend everything goes through", () => {
  expect(judge([times(3, took(950)), times(3, took(4000, 5400))])).toMatchObject({ verdict: "pass" });
});

test("a dependency that is slow for one of the deciding minutes is not green's", () => {
  const [green, blue] = [times(3, took(950)), [took(400, 5400), took(900, 5400), took(400, 5400)]];
  expect(judge([green, blue])).toMatchObject({ verdict: "unknown" });
});

describe("when blue serves nothing", () => {
  test("green is held against how blue was just before, and not blamed", () => {
    expect(judge([times(3, took(700, 6000)), [], times(15, took(200, 6000))])).toMatchObject({
      verdict: "fail",
      ending: { imageAtFault: false },
      value: "p99 700ms",
    });
    expect(judge([times(3, took(350, 6000)), [], times(15, took(200, 6000))])).toMatchObject({
      verdict: "pass",
    });
  });

  test("a green that is as slow as blue was stands", () => {
    const before = times(15, took(900, 6000));
    expect(judge([times(3, took(950)), [], before])).toMatchObject({ verdict: "stand" });
    expect(judge([times(3, took(1400, 6000)), [], before])).toMatchObject({
      ending: { imageAtFault: false },
    });
    expect(judge([times(3, took(850, 6000)), [], times(15, took(4000, 6000))])).toMatchObject({
      verdict: "pass",
    });
  });

  test("a green over its max is not blamed", () => {
    expect(judge([times(3, took(900)), []], { worseThanBlue: undefined })).toMatchObject({
      verdict: "fail",
      ending: { imageAtFault: false },
    });
  });
});
