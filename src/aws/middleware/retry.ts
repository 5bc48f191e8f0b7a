import type { Clock } from "../../domain/clock.ts";
import { ServiceUnavailable, Throttled } from "../../errors/errors.ts";
import { commandKind } from "../command-kinds.ts";
import type { AwsMiddleware } from "./aws-middleware.ts";

interface RetryOptions {
  readonly clock: Clock;
  /** From 0 (included) to 1 (excluded). */
  readonly random: () => number;
  /** How long what does not answer is asked again. Default: as long as a step can wait. */
  readonly unansweredMs?: number;
}

const MOST_ATTEMPTS = 8;
/** The first pause is at most this long, each next one at most twice as long. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 20_000;
/** What does not answer for so long is not asked again: two time limits of a call, and half of what a step has. */
const UNANSWERED_MS = 35_000;

/**
 * Tries again what may be tried again. A throttled call was not carried out, so reads and writes are repeated. A call
 * whose answer was lost may have been: reads are repeated, but not until the step's time is up, and a write goes up as
 * ServiceUnavailable and the step reads the world again. Pauses double, with full jitter, so that clients that were throttled together part.
 */
export const retry = ({ clock, random, unansweredMs = UNANSWERED_MS }: RetryOptions): AwsMiddleware => ({
  name: "retry",
  async handle(command, call, next) {
    const isRead = commandKind(command) === "read";
    const begun = clock.now();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await next(call);
      } catch (error) {
        const isUnanswered = isRead && error instanceof ServiceUnavailable;
        const again = error instanceof Throttled || (isUnanswered && clock.now() - begun < unansweredMs);
        if (!again || attempt === MOST_ATTEMPTS) throw error;
        const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
        await clock.sleep(Math.round(random() * longest));
      }
    }
  },
});
