/** Launch to healthy when the fleet has no history: ~25 s launch and boot, ~10 s group, up to 30 s health (aws-facts 4). */
export const TYPICAL_HEALTHY_SECONDS = 65;

const SHORTEST = 5;
const LONGEST = 60;
/** What took long last time need not again, and whoever aborts waits for the next poll. */
const LONGEST_GUESS = 300;

/**
 * Seconds until the next poll of something that began `elapsed` seconds ago and took `expected` seconds last time. One
 * long wait until it can be done, then often at first and slower the longer it is overdue: a poll costs calls and
 * transitions, a late one costs servers that run twice. Each poll comes at most a tenth of the whole time too late.
 */
export function nextPollSeconds(elapsed: number, expected: number): number {
  if (elapsed < expected) return Math.min(LONGEST_GUESS, Math.max(SHORTEST, Math.ceil(expected - elapsed)));
  return Math.min(LONGEST, Math.max(SHORTEST, Math.ceil(elapsed / 10)));
}

/** An alarm's shortest period is a minute: with a much longer interval a bad release would serve on. */
const WATCH = { shortest: 15, longest: 75 };

/**
 * Seconds between polls while watching for `total` seconds with `left` to go: a quarter of the time, between 15 s and
 * 75 s, and never past the end.
 */
export function watchPollSeconds(total: number, left: number): number {
  return Math.max(1, Math.ceil(Math.min(left, Math.max(WATCH.shortest, Math.min(WATCH.longest, total / 4)))));
}

/**
 * Seconds between polls while a wait of days or seconds is watched: no poll before a short one's end, and at the end of
 * a long one two even ones. From a verdict to green's last request it may take two minutes (docs/decisions/023).
 */
export function pausePollSeconds(left: number): number {
  if (left <= WATCH.longest) return Math.max(1, Math.ceil(left));
  return left < 2 * WATCH.longest ? Math.ceil(left / 2) : WATCH.longest;
}

/** Seconds until there is more to judge by, never more than green may go unwatched; 0 where that is now, or nobody knows. */
export function watchSecondsUntil(instant: number | undefined, now: number): number {
  if (instant === undefined) return 0;
  const left = Math.max(0, Math.ceil((instant - now) / 1000));
  return left <= WATCH.longest || left >= 2 * WATCH.longest
    ? Math.min(left, WATCH.longest)
    : Math.ceil(left / 2);
}
