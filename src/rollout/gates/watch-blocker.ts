import { watchSecondsUntil } from "../../domain/poll-interval.ts";
import { formatDuration } from "../../domain/duration.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { wait } from "../../step/answers.ts";
import type { Work } from "../work.ts";
import { failUnread } from "./fail-unread.ts";
import { failGreen } from "./fail-green.ts";
import { failWithoutBlame } from "./fail-without-blame.ts";
import { endInconclusive, secondsInconclusive } from "./inconclusive.ts";
import { noteStand } from "./stands.ts";
import { type Watched, type WatchServices, watchGreen } from "./watch-green.ts";

const POLL_SECONDS = 15;

interface Watch {
  /** Where green is watched, as it is told: `during the bake`. */
  readonly during: string;
  /** Ids of green's servers, where the step has read its group already. */
  readonly servers?: readonly string[];
  readonly pollSeconds?: number;
  /** The step lasts on anyway: a gate that is too early to judge does not hold it up. */
  readonly lasts?: boolean;
}

/**
 * Watches green in every phase before blue is released: a shift's pauses, the bake, the drain, the warm time and the
 * handoff all wait in polls of this. Answers what ends the rollout, or the wait of a green that is not good at the
 * moment, which ends it after the validation deadline; null while green is good.
 */
export async function watchBlocker(
  { during, servers, pollSeconds = POLL_SECONDS, lasts = false }: Watch,
  work: Work<WatchServices>,
): Promise<StepAnswer | null> {
  const watched = await watchGreen(work, servers, lasts);
  const { verdict, reason, nextAt } = watched;
  await noteStand(watched, work);
  if (verdict === "fail") return endWatched({ ...watched, reason: `${during}: ${reason}` }, work);
  if (verdict === "pass") {
    await endInconclusive(work);
    return null;
  }
  const limit = work.fleet.deadlines.validate;
  const counted = (work.now() - (watched.ending?.countsFrom ?? 0)) / 1000;
  if (Math.min(await secondsInconclusive(work), counted) <= limit)
    return wait(Math.max(pollSeconds, watchSecondsUntil(nextAt, work.now())), reason);
  const late = `${during}: ${reason}; not good again within ${formatDuration(limit)}`;
  return verdict === "unknown" ? failUnread(late) : endWatched({ ...watched, reason: late }, work);
}

/** Ends the rollout as the verdict asks. */
async function endWatched({ reason, ending }: Watched, work: Work<WatchServices>): Promise<StepAnswer> {
  return ending === undefined || ending.imageAtFault
    ? failGreen(reason, work, ending)
    : failWithoutBlame(reason, ending, work);
}
