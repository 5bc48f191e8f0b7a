import type { DatapointRecord } from "./state.ts";

/** What of a datapoint that began at `at` can be read now; undefined: nothing yet. */
export type Arrived = (at: number, point: DatapointRecord) => DatapointRecord | undefined;

const MINUTE = 60_000;
/**
 * How long after its minute a load balancer's datapoint can be read at all, and when all of it can: its nodes report one
 * after the other, so that the newest values are too low at first (github.com/prometheus/cloudwatch_exporter/issues/396,
 * github.com/grafana/alloy/issues/3929). Assumptions: AWS gives no figure.
 */
const FIRST_MS = 10_000;
export const WHOLE_MS = 45_000;

/** For reads at `now`: metrics of a load balancer arrive bit by bit, what was put is there at once. */
export function arrivedAt(namespace: string, now: number): { readonly arrived?: Arrived } {
  if (!namespace.startsWith("AWS/") || !namespace.endsWith("ELB")) return {};
  return {
    arrived: (at, point) => {
      const age = now - (at + MINUTE);
      if (age < FIRST_MS) return undefined;
      return age < WHOLE_MS && point.samples > 1 ? half(point) : point;
    },
  };
}

const half = (point: DatapointRecord): DatapointRecord => ({
  ...point,
  samples: Math.ceil(point.samples / 2),
  sum: point.sum / 2,
});
