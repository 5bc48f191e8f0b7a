import type { ServiceName } from "../aws/clients.ts";
import type { Phase, RolloutRecord } from "../domain/run/rollout.ts";
import type { StepAnswer } from "../domain/run/step-answer.ts";
import { nextDueAt } from "../domain/schedule/due-actions.ts";
import { isOnBell } from "../domain/steering/on-bell.ts";
import { fail, isFrozenWait, pass, pause, wasHeldUp, wasUnwatched } from "../step/answers.ts";
import { runStep } from "../step/run-step.ts";
import type { StepContext, StepInput } from "../step/step.ts";
import { needsYes } from "../domain/approval/shift-subject.ts";
import { rolloutKind } from "./rollout-kind.ts";
import { endPause } from "./steering/end-pause.ts";
import { pauseBlocker } from "./steering/pause-blocker.ts";
import { openWork, type Work } from "./work.ts";

/** One step of a rollout in the common frame (src/step/run-step.ts). */
export const rolloutStep = <S extends ServiceName>(
  phase: Phase,
  input: StepInput,
  context: StepContext<S>,
  body: (work: Work<S>) => Promise<StepAnswer>,
): Promise<StepAnswer> => {
  const isLong = (answer: StepAnswer): boolean =>
    answer.verdict === "wait" && isOnBell(phase, answer.waitSeconds);
  const step = runStep({ kind: rolloutKind, phase, open: openWork<S> }, input, context, async (work) => {
    const skipped = settledReason(phase, work.run());
    if (skipped !== null) return pass(skipped);
    // It comes there by way of AwaitApproval alone: whatever else leads there goes back.
    if (phase === "ShiftTraffic" && needsYes(work.run()))
      return fail("nobody has approved green's first traffic", "ApprovalMissing");
    await restartUnwatched(phase, work);
    await endPause(work);
    const answer = await whilePaused(phase, work, body);
    const isLate = UNTIMED.includes(phase) && wasHeldUp(work.openedAt, work.now());
    if (isLate && answer.verdict === "wait") await restartTimers(work);
    return answer;
  });
  // AwaitApproval waits by a bell of its own.
  return step.then((answer) =>
    phase !== "AwaitApproval" && isLong(answer) ? { ...answer, verdict: "bell" } : answer,
  );
};

/** So long a green without users is watched in a pause as it is without one: somebody may wait to see it get good. */
const WATCHED_MS = 600_000;
/** And then so often: whether it still stands, and what of blue's schedule fell due. Who gives it traffic has it looked at by the next sweep. */
const CHECK_SECONDS = 3600;

/** The same wait in one go, until the pause is over or a bell rings; in a process of a person's nobody else can ring. */
function byBell(held: StepAnswer, work: Work<never>, most = Number.POSITIVE_INFINITY): StepAnswer {
  const { pause: found, schedule } = work.run();
  if (found === null || work.context.carrier?.kind === "process") return held;
  const due = schedule === null ? null : nextDueAt(schedule.actions, work.now());
  const until = Math.min(found.until, due ?? found.until, work.now() + most * 1000);
  const seconds = Math.ceil((until - work.now()) / 1000);
  return isOnBell(work.run().phase, seconds) ? pause(seconds, held.reason) : held;
}

/** What is judged in them has a time to get good in, and no users yet: that time does not run in a pause. */
const UNTIMED: readonly Phase[] = ["ObserveGreen", "ValidateGreen"];

/**
 * The step of a rollout that a person may have paused. What is to be launched is not; the phases before traffic are watched at the pace
 * of a pause, and then wait by a bell; those with traffic know themselves what is a step forward, and watch green as ever.
 */
async function whilePaused<S extends ServiceName>(
  phase: Phase,
  work: Work<S>,
  body: (work: Work<S>) => Promise<StepAnswer>,
): Promise<StepAnswer> {
  const held = pauseBlocker("green is launched", work);
  if (held === null) return body(work);
  if (phase === "LaunchGreen") return byBell(held, work);
  if (!UNTIMED.includes(phase)) return body(work);
  const { timers } = work.run();
  if (phase === "ValidateGreen") await work.update({ timers: { ...timers, stood: work.now() } });
  const answer = await body(work);
  if (answer.verdict !== "wait") return answer;
  const waits = pauseBlocker(answer.reason, work);
  if (waits === null) return answer;
  return work.now() - (work.run().pause?.at ?? work.now()) < WATCHED_MS
    ? waits
    : byBell(waits, work, CHECK_SECONDS);
}

/**
 * While the fleet was frozen nobody looked: what has to get good has its whole time from now on. So has a green without users when the
 * look itself came late; one that has some is judged by the time that they have had it.
 */
async function restartUnwatched(phase: Phase, work: Work<never>): Promise<void> {
  const { waiting } = work.run();
  const isTimed = UNTIMED.includes(phase) && wasUnwatched(waiting, work.now());
  if (isTimed || isFrozenWait(waiting)) await restartTimers(work);
}

async function restartTimers(work: Work<never>): Promise<void> {
  const { timers } = work.run();
  const { inconclusive: _bad, "too-small": _small, ...others } = timers;
  await work.update({ timers: { ...others, stood: work.now() } });
}

/** Green stands already, and whoever settles on it has judged it. */
const JUDGED: readonly Phase[] = ["LaunchGreen", "ObserveGreen", "ValidateGreen", "AwaitApproval"];

function settledReason(phase: Phase, { settlement }: RolloutRecord): string | null {
  if (settlement?.keep !== "green" || !JUDGED.includes(phase)) return null;
  return `settled on green by ${settlement.by}`;
}
