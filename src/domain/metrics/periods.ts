/** Load balancers measure in intervals of a minute (ALB/load-balancer-cloudwatch-metrics.html). */
export const PERIOD_MS = 60_000;

/**
 * How long after its end a period is taken as complete. Its first values are too low: the nodes of a load balancer report one
 * after the other, and AWS says nowhere how long that takes (aws-facts 1.4). Later values count at the next look.
 */
const SETTLED_MS = 45_000;

/** So far back periods are judged: three hours. What began before them is as it was long enough to be judged by them. */
export const MOST_PERIODS = 180;

/** Whether blue was good just before green got its share is told by so many periods. */
const PERIODS_BEFORE = 15;

/** The begins of those periods that are complete, and began when green had the share it has since `since`. Oldest first. */
export function completePeriods(since: number, now: number): number[] {
  const first = Math.ceil(since / PERIOD_MS) * PERIOD_MS;
  const end = Math.floor((now - SETTLED_MS) / PERIOD_MS) * PERIOD_MS;
  const count = Math.max(0, (end - first) / PERIOD_MS);
  const periods = Array.from({ length: count }, (_, index) => first + index * PERIOD_MS);
  return periods.slice(-MOST_PERIODS);
}

/** The begins of the last periods that were over when green was given the share that it has. */
export function periodsBefore(since: number): number[] {
  const end = Math.floor(since / PERIOD_MS) * PERIOD_MS;
  return Array.from({ length: PERIODS_BEFORE }, (_, index) => end - (PERIODS_BEFORE - index) * PERIOD_MS);
}

/** When there is one more complete period than now. */
export function nextCompleteAt(since: number, now: number): number {
  const first = Math.ceil(since / PERIOD_MS) * PERIOD_MS;
  const end = Math.floor((now - SETTLED_MS) / PERIOD_MS) * PERIOD_MS;
  return Math.max(first, end) + PERIOD_MS + SETTLED_MS;
}
