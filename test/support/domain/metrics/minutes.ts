import type { ObservedMetrics, SideMetrics } from "../../../../src/domain/metrics/side-metrics.ts";
import { NOON } from "../gates/context.ts";

const MINUTE = 60_000;

/** One whole minute of a side: what is left out was not measured. */
type Minute = { readonly [Name in keyof SideMetrics]?: number };

const sideOf = (minutes: readonly (Minute | null)[], from: number): SideMetrics => {
  const series = (name: keyof SideMetrics) =>
    new Map(
      minutes.flatMap((minute, index) => {
        const value = minute?.[name];
        return value === undefined ? [] : [[from + index * MINUTE, value] as const];
      }),
    );
  return {
    requests: series("requests"),
    errors: series("errors"),
    latency: series("latency"),
    hosts: series("hosts"),
  };
};

const merged = (one: SideMetrics, other: SideMetrics): SideMetrics => ({
  requests: new Map([...one.requests, ...other.requests]),
  errors: new Map([...one.errors, ...other.errors]),
  latency: new Map([...one.latency, ...other.latency]),
  hosts: new Map([...one.hosts, ...other.hosts]),
});

/** Green has its share since noon: minute by minute since then, and of blue the minutes just before, too. */
export const observed = (
  green: readonly (Minute | null)[],
  blue: readonly (Minute | null)[],
  before: readonly (Minute | null)[] = [],
): ObservedMetrics => ({
  shareSince: NOON,
  green: sideOf(green, NOON),
  blue: merged(sideOf(before, NOON - before.length * MINUTE), sideOf(blue, NOON)),
});

/** A moment at which so many minutes since noon are complete. */
export const afterMinutes = (count: number): number => NOON + count * MINUTE + 45_000;

export const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
