import { frozenReason, frozenScope } from "../domain/steering/frozen-wait.ts";
import type { Run } from "../domain/run/run.ts";
import type { StepAnswer } from "../domain/run/step-answer.ts";

export const pass = (reason: string): StepAnswer => ({ verdict: "pass", waitSeconds: 0, reason });
export const nothingToDo = (reason: string): StepAnswer => ({
  verdict: "nothing-to-do",
  waitSeconds: 0,
  reason,
});
/** What a person asked for is carried out, and no run begins for it. */
export const done = (reason: string): StepAnswer => ({ verdict: "done", waitSeconds: 0, reason });
export const refused = (reason: string): StepAnswer => ({ verdict: "refused", waitSeconds: 0, reason });

/** Ends the run by undoing it. `error` decides whether it is tried again (src/domain/decide/aftermath.ts). */
export const fail = (reason: string, error?: string): StepAnswer => ({
  verdict: "fail",
  waitSeconds: 0,
  reason,
  ...(error !== undefined && { error }),
});

/** The same where the time was declared, or is a freeze: it is no work, and no deadline runs meanwhile. */
export const pause = (seconds: number, reason: string): StepAnswer => ({
  ...wait(seconds, reason),
  isDeclared: true,
});

/** Look again in so many seconds; whole, and at least one. */
export const wait = (seconds: number, reason: string): StepAnswer => ({
  verdict: "wait",
  waitSeconds: Math.max(1, Math.ceil(seconds)),
  reason,
});

const FROZEN_POLL_SECONDS = 60;

/** The fleet is frozen, or was as a change was to be sent: nothing is done, and nothing is judged, until that is over. */
export const frozen = (reason: string, scope: Parameters<typeof frozenReason>[1]): StepAnswer =>
  pause(FROZEN_POLL_SECONDS, frozenReason(reason, scope));

/** Whether a run waits, or has waited, for a freeze. */
export const isFrozenWait = (waiting: Run["waiting"]): boolean => frozenScope(waiting) !== null;

/** A queue and a few tries of a step take less. */
const LATE_MS = 120_000;

/**
 * Whether nobody looked in the time before this look: the fleet was frozen, or whatever carries the run was held up until long after the
 * look was due. What has to get good in a time of its own has not had that time then.
 */
export const wasUnwatched = (waiting: Run["waiting"], now: number): boolean =>
  waiting !== null && (isFrozenWait(waiting) || now - waiting.until > LATE_MS);

/** Whether a look itself took so long that what it answers comes late: its process was paused. */
export const wasHeldUp = (openedAt: number, now: number): boolean => now - openedAt > LATE_MS;

/** For how long a freeze had held a run up, in milliseconds, as it was first seen: until then nobody knew that the time does not count. */
export function frozenUnseenMs(
  freeze: { readonly since: number },
  waiting: Run["waiting"],
  now: number,
): number {
  if (waiting === null || isFrozenWait(waiting)) return 0;
  return Math.max(0, now - Math.max(freeze.since, waiting.since));
}
