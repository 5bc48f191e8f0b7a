import type { WorldState } from "../../world/state.ts";
import type { Arrived } from "./arrival.ts";
import { percentile, percentileOf } from "./percentile.ts";
import type { DatapointRecord, MetricRecord } from "./state.ts";

/** What names a metric. Two with different dimensions are different metrics: CloudWatch sums none of them up. */
export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

function metricKey({ namespace, name, dimensions }: MetricName): string {
  const pairs = Object.entries(dimensions).map(([key, value]) => `${key}=${value}`);
  return [namespace, name, ...pairs.toSorted()].join("\n");
}

/** Adds samples to a metric's datapoint that began at `at` (milliseconds). */
export function addSamples(
  state: WorldState,
  metric: MetricName,
  at: number,
  samples: DatapointRecord,
): void {
  const key = metricKey(metric);
  const { namespace, name, dimensions } = metric;
  const record: MetricRecord = state.metrics.get(key) ?? { namespace, name, dimensions, points: new Map() };
  state.metrics.set(key, record);
  const before = record.points.get(at);
  record.points.set(at, before ? combine(before, samples) : samples);
}

/** `count` samples of the value 1, as load balancers count requests. */
export const occurrences = (count: number): DatapointRecord => ({
  samples: count,
  sum: count,
  minimum: 1,
  maximum: 1,
});

export const combine = (one: DatapointRecord, other: DatapointRecord): DatapointRecord => ({
  samples: one.samples + other.samples,
  sum: one.sum + other.sum,
  minimum: Math.min(one.minimum, other.minimum),
  maximum: Math.max(one.maximum, other.maximum),
  ...((one.spread || other.spread) && { spread: [...(one.spread ?? []), ...(other.spread ?? [])] }),
});

/**
 * The datapoints of a metric from `start` up to, not including, `end`, each over one whole period counted from 1970.
 * Oldest first. A period in which nothing was measured has no datapoint. Milliseconds; `period` in seconds.
 */
export function datapoints(
  state: WorldState,
  metric: MetricName,
  range: {
    readonly start: number;
    readonly end: number;
    readonly period: number;
    /** What has arrived of a datapoint; left out: all of them. */
    readonly arrived?: Arrived;
  },
): Map<number, DatapointRecord> {
  const length = range.period * 1000;
  const found = new Map<number, DatapointRecord>();
  const { arrived = (_at, point) => point } = range;
  for (const [at, measured] of state.metrics.get(metricKey(metric))?.points ?? []) {
    const begin = Math.floor(at / length) * length;
    if (begin < range.start || begin >= range.end) continue;
    const point = arrived(at, measured);
    if (point === undefined) continue;
    const before = found.get(begin);
    found.set(begin, before ? combine(before, point) : point);
  }
  return new Map([...found].toSorted(([one], [other]) => one - other));
}

/** A statistic of a datapoint; undefined for one that is not kept (percentiles need to know how samples are spread). */
export function statistic(point: DatapointRecord, name: string): number | undefined {
  switch (name) {
    case "Sum":
      return point.sum;
    case "SampleCount":
      return point.samples;
    case "Average":
      return point.sum / point.samples;
    case "Minimum":
      return point.minimum;
    case "Maximum":
      return point.maximum;
    default: {
      const percent = percentileOf(name);
      return percent === undefined ? undefined : percentile(point, percent);
    }
  }
}
