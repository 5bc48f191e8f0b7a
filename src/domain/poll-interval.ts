/** Launch to healthy when the fleet has no history: ~25 s launch and boot, ~10 s group, up to 30 s health (aws-facts 4). */
export const TYPICAL_HEALTHY_SECONDS = 65;

const SHORTEST = 5;
const LONGEST = 60;

/**
 * Seconds until the next look at something that began `elapsed` seconds ago and took `expected` seconds last time.
 * One long wait until it can be done, then often at first and slower the longer it is overdue: a look costs calls and
 * transitions, a late look costs servers that run twice. Each look comes at most a tenth of the whole time too late.
 */
export function nextPollSeconds(elapsed: number, expected: number): number {
  if (elapsed < expected) return Math.max(SHORTEST, Math.ceil(expected - elapsed));
  return Math.min(LONGEST, Math.max(SHORTEST, Math.ceil(elapsed / 10)));
}

/** An alarm's shortest period is a minute: to look much less often is to let a bad release serve on. */
const WATCH = { shortest: 15, longest: 75 };

/**
 * Seconds between looks while watching for `total` seconds with `left` to go: a quarter of the time, between 15 s and
 * 75 s, and never past the end.
 */
export function watchPollSeconds(total: number, left: number): number {
  return Math.max(1, Math.ceil(Math.min(left, Math.max(WATCH.shortest, Math.min(WATCH.longest, total / 4)))));
}
