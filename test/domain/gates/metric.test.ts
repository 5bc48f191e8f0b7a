import { expect, test } from "vitest";
import { metric, metricSettings } from "../../../src/domain/gates/metric.ts";
import { context, NOON } from "../../support/domain/gates/context.ts";
import { afterMinutes, observed, times } from "../../support/domain/metrics/minutes.ts";

type MetricGate = ReturnType<typeof metricSettings.parse>;

const gate = (settings: object): MetricGate => metricSettings.parse({ kind: "metric", ...settings });
const ERRORS = gate({ metric: "target-5xx", worseThanBlue: "2x" });

const ofPairs = (...pairs: readonly ReturnType<typeof observed>[]) => ({
  shareSince: NOON,
  pairs: pairs.map(({ green, blue }, index) => ({ name: `web-${index + 1}`, green, blue })),
  unreadable: null,
});

const judge = (asked: MetricGate, minutes: ReturnType<typeof observed>, since: number | null = null) =>
  metric.judge(asked, ofPairs(minutes), context({ now: afterMinutes(2), since }));

test("passes since when it first did, and has nothing to wait for", () => {
  const good = observed(times(2, { requests: 600 }), times(2, { requests: 5400 }));
  expect(judge(ERRORS, good)).toEqual({
    gate: "it",
    verdict: "pass",
    reason: "green fails no more requests than it may (0% of 1,200, blue 0% of 10,800)",
    value: "0% of 1,200, blue 0% of 10,800",
    threshold: "2x blue's",
    since: afterMinutes(2),
  });
  expect(judge(ERRORS, good, 7)).toMatchObject({ since: 7 });
});

test("is early until there are enough requests, and says when there is more to judge by", () => {
  const few = observed(times(2, { requests: 10 }), times(2, { requests: 90 }));
  expect(judge(ERRORS, few, 7)).toMatchObject({
    verdict: "unknown",
    isEarly: true,
    since: null,
    nextAt: afterMinutes(3),
  });
});

test("fails when green is worse than it may be", () => {
  const bad = observed(times(2, { requests: 600, errors: 30 }), times(2, { requests: 5400 }));
  expect(judge(ERRORS, bad)).toMatchObject({ verdict: "fail", since: null });
  const slow = observed([], []);
  expect(judge(gate({ metric: "latency-p99", max: "1s" }), slow)).toMatchObject({ verdict: "unknown" });
  const none = observed(times(2, { hosts: 1 }), times(2, { hosts: 4 }));
  expect(judge(gate({ metric: "healthy-hosts", min: 2 }), none)).toMatchObject({ verdict: "fail" });
});

test("both sides bad stand", () => {
  const ill = observed(times(2, { requests: 600, errors: 30 }), times(2, { requests: 5400, errors: 270 }));
  expect(judge(gate({ metric: "target-5xx", max: "1%" }), ill)).toMatchObject({
    verdict: "stand",
    ending: { imageAtFault: false, error: "BothIll" },
  });
});

test("what CloudWatch refuses to answer is unknown, not zero", () => {
  const refused = { ...ofPairs(), unreadable: "CloudWatch answers InternalError to RequestCount" };
  const verdict = metric.judge(ERRORS, refused, context({ now: afterMinutes(2) }));
  expect(verdict).toMatchObject({
    verdict: "unknown",
    reason: "CloudWatch answers InternalError to RequestCount",
  });
  expect(verdict).not.toHaveProperty("isEarly");
});

test("of several pairs each is judged that has enough requests, and all together", () => {
  const good = observed(times(2, { requests: 60_000 }), times(2, { requests: 60_000 }));
  const bad = observed(times(2, { requests: 600, errors: 30 }), times(2, { requests: 5400, errors: 2 }));
  const few = observed(times(2, { requests: 20, errors: 20 }), times(2, { requests: 180 }));
  const answer = (...pairs: readonly ReturnType<typeof observed>[]) =>
    metric.judge(ERRORS, ofPairs(...pairs), context({ now: afterMinutes(2) }));
  expect(answer(good, bad)).toMatchObject({
    verdict: "fail",
    reason: expect.stringMatching(
      /^in web-2 green fails more requests than it may, and blue does not/,
    ) as string,
  });
  expect(answer(few, few)).toMatchObject({ verdict: "unknown", isEarly: true });
  expect(answer(good, observed(times(2, { requests: 20 }), []))).toMatchObject({ verdict: "pass" });
  // Too few to be judged alone, and they count with all others.
  expect(answer(good, few)).toMatchObject({
    verdict: "fail",
    reason: expect.stringMatching(/^green fails/) as string,
  });
});
