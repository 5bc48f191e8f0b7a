import type { Series, SideMetrics } from "./side-metrics.ts";

/** What several target groups of one side show together: all requests, the slowest answers, the fewest healthy servers. */
export const together = (sides: readonly SideMetrics[]): SideMetrics => ({
  requests: merged(sides, "requests", (one, other) => one + other),
  errors: merged(sides, "errors", (one, other) => one + other),
  latency: merged(sides, "latency", Math.max),
  hosts: merged(sides, "hosts", Math.min),
});

function merged(
  sides: readonly SideMetrics[],
  name: keyof SideMetrics,
  merge: (one: number, other: number) => number,
): Series {
  const found = new Map<number, number>();
  for (const side of sides)
    for (const [at, value] of side[name]) {
      const before = found.get(at);
      found.set(at, before === undefined ? value : merge(before, value));
    }
  return found;
}
