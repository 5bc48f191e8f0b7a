import * as z from "zod";
import type { GateKind } from "../gate.ts";
import { judgeErrors } from "../metrics/judge-errors.ts";
import { judgeHosts } from "../metrics/judge-hosts.ts";
import { judgeLatency } from "../metrics/judge-latency.ts";
import type { Judged } from "../metrics/judged.ts";
import { nextCompleteAt } from "../metrics/periods.ts";
import type { MetricsOfPairs, ObservedMetrics } from "../metrics/side-metrics.ts";
import { together } from "../metrics/together.ts";
import { answerTime, factor, share } from "../metrics/units.ts";

const kind = z
  .literal("metric")
  .describe("What CloudWatch measures of green's target group, against blue's.");
const worseThanBlue = factor
  .optional()
  .describe("How many times worse than blue green may be at the same moment, such as 2x. No default.");
const requests = {
  worseThanBlue,
  minRequests: z
    .int()
    .min(1)
    .max(100_000_000)
    .default(500)
    .describe("Fewer requests are neither good nor bad. Default 500."),
};

export const metricSettings = z
  .discriminatedUnion("metric", [
    z.strictObject({
      kind,
      metric: z.literal("target-5xx").describe("The share of requests that servers answer with 5xx."),
      max: share.optional().describe("At most this share, such as 1%. No default."),
      ...requests,
    }),
    z.strictObject({
      kind,
      metric: z.literal("latency-p99").describe("How long servers take for 99 of 100 requests."),
      max: answerTime.optional().describe("At most this long, such as 800ms. No default."),
      ...requests,
    }),
    z.strictObject({
      kind,
      metric: z.literal("healthy-hosts").describe("How many servers the load balancer calls healthy."),
      worseThanBlue,
      min: z.int().min(1).max(10_000).optional().describe("At least so many. No default."),
    }),
  ])
  .meta({
    description:
      "What CloudWatch measures of green's target group, against blue's at the same moment: `target-5xx` (share of requests), `latency-p99` (how long servers take) or `healthy-hosts` (with `min`, and no `max`). Green may be so many times worse than blue (`worseThanBlue`), and at most so bad (`max`). Fewer requests than `minRequests` (default 500) are not judged. Watched in each step of the shift and until the old generation is released.",
    examples: [
      { kind: "metric", metric: "target-5xx", worseThanBlue: "2x", max: "1%", minRequests: 500 },
      { kind: "metric", metric: "latency-p99", worseThanBlue: "2x", max: "800ms", minRequests: 500 },
    ],
  });
type MetricGate = z.infer<typeof metricSettings>;

/**
 * A metric of green's target group is no worse than it may be, and than blue's was in the same minutes. It looks at both sides
 * by itself: where blue serves nothing to compare green with, a green that is bad is rolled back and not blamed.
 */
export const metric: GateKind<MetricGate, "metrics"> = {
  kind: "metric",
  settings: metricSettings,
  needs: "metrics",
  watched: true,
  comparison: "never",
  reach: "every-fleet",
  judge: (asked, observed, { gate, now, since }) => {
    const judged = judgePairs(asked, observed, now);
    return {
      gate,
      ...judged,
      since: judged.verdict === "pass" ? (since ?? now) : null,
      ...(judged.verdict !== "pass" && { nextAt: nextCompleteAt(observed.shareSince, now) }),
    };
  },
};

/** All pairs together have to have enough requests, and each that has enough itself is judged alone, too. */
function judgePairs(asked: MetricGate, observed: MetricsOfPairs, now: number): Judged {
  const { shareSince, pairs, unreadable } = observed;
  if (unreadable !== null)
    return { verdict: "unknown", reason: unreadable, value: "not readable", threshold: asked.metric };
  const green = together(pairs.map((pair) => pair.green));
  const blue = together(pairs.map((pair) => pair.blue));
  const all = judgeMetric(asked, { shareSince, green, blue }, now);
  if (pairs.length === 1 || all.isEarly) return all;
  const each = pairs.flatMap(({ name, ...sides }) => {
    const { reason, ...judged } = judgeMetric(asked, { shareSince, ...sides }, now);
    return judged.isEarly ? [] : [{ ...judged, reason: `in ${name} ${reason}` }];
  });
  return (
    [...each, all].toSorted((one, other) => ORDER.indexOf(one.verdict) - ORDER.indexOf(other.verdict))[0] ??
    all
  );
}

/** The worst first. */
const ORDER: readonly Judged["verdict"][] = ["fail", "unknown", "stand", "wait", "pass"];

function judgeMetric(asked: MetricGate, observed: ObservedMetrics, now: number): Judged {
  if (asked.metric === "target-5xx") return judgeErrors(asked, observed, now);
  if (asked.metric === "latency-p99") return judgeLatency(asked, observed, now);
  return judgeHosts(asked, observed, now);
}
