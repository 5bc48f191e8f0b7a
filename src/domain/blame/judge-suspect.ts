import { formatDuration } from "../duration.ts";
import { formatInstant } from "../format-instant.ts";
import type { Suspect } from "../gate.ts";

/** A fleet is not kept from its next rollout for longer, whatever an alarm evaluates. */
const LONGEST_SECONDS = 3600;

/** Which of two clocks is ahead is not told apart, nor is traffic read at once when it has gone. */
const APART_MS = 30_000;

interface Reading {
  readonly state: string;
  /** Since when it is in that state, milliseconds since 1970; null: not said. */
  readonly since: number | null;
}

export interface SuspectVerdict {
  readonly verdict: "at-fault" | "not-at-fault" | "open";
  readonly reason: string;
}

/**
 * Whether an alarm that began to ring while green had traffic blames the image: it does if it is OK again within the time that
 * it evaluates, counted from green's last traffic. One that cannot be read is open until then, and blames nobody afterwards.
 */
export function judgeSuspect(
  { alarm, seconds }: Suspect,
  reading: Reading | undefined,
  { zeroAt, now }: { readonly zeroAt: number; readonly now: number },
): SuspectVerdict {
  const until = zeroAt + Math.min(seconds, LONGEST_SECONDS) * 1000;
  const within = formatDuration(Math.min(seconds, LONGEST_SECONDS));
  const since = reading?.since ?? null;
  const isOk = reading?.state === "OK" && since !== null;
  if (isOk && since < zeroAt - APART_MS)
    return {
      verdict: "not-at-fault",
      reason: `alarm ${alarm} has been OK since ${formatInstant(since)}, when green still had traffic`,
    };
  if (isOk && since <= until)
    return {
      verdict: "at-fault",
      reason: `alarm ${alarm} has been OK since ${formatInstant(since)}, within ${within} of green's last traffic`,
    };
  if (now <= until)
    return { verdict: "open", reason: `alarm ${alarm} may go OK until ${formatInstant(until)}` };
  const state = reading?.state ?? "unread";
  return {
    verdict: "not-at-fault",
    reason: `alarm ${alarm} was not OK within ${within} of green's last traffic (now ${state})`,
  };
}
