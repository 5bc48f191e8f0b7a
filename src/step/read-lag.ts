import type { Run } from "../domain/run/run.ts";

/** A request arrives within five seconds, and reads lag it by up to ten more, whatever is written. */
export const READ_LAG_MS = 15_000;
/** What no read has shown for so long is not there. */
export const UNSEEN_SECONDS = 30;

/**
 * Seconds until every read shows what the fleet's last run gave back: a group that is still read as it was held
 * would be copied with the hold, for good. 0: the last one ended long enough ago.
 */
export function lagSecondsLeft(runs: readonly { readonly run: Pick<Run, "endedAt"> }[], now: number): number {
  const ended = Math.max(0, ...runs.map(({ run }) => run.endedAt ?? 0));
  return Math.max(0, Math.ceil((ended + READ_LAG_MS - now) / 1000));
}
