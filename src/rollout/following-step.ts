import type { ServiceName } from "../aws/clients.ts";
import type { Phase } from "../domain/run/rollout.ts";
import type { StepAnswer } from "../domain/run/step-answer.ts";
import { Throttled } from "../errors/errors.ts";
import type { StepContext, StepInput } from "../step/step.ts";
import { followSchedule } from "./capacity/follow-schedule.ts";
import { holdAddedSchedule } from "./capacity/hold-schedule.ts";
import { isReleased } from "./is-released.ts";
import { rolloutStep } from "./rollout-step.ts";
import type { Work } from "./work.ts";

/**
 * A step of a phase in which blue stands beside green: what of blue's schedule has fallen due is carried out first. Where that
 * is throttled green is watched all the same, and the phase is not passed this time. A schedule that somebody has given blue is
 * looked for while the phase goes on: the next phase does where this one is passed, and the release reads it anyway.
 */
export const followingStep = <S extends ServiceName>(
  phase: Phase,
  input: StepInput,
  context: StepContext<S | "autoScaling">,
  body: (work: Work<S | "autoScaling">) => Promise<StepAnswer>,
): Promise<StepAnswer> =>
  rolloutStep(phase, input, context, async (work) => {
    const throttled = isReleased(work.run()) ? null : await throttledBy(followSchedule(work));
    const answer = await body(work);
    if (throttled !== null && answer.verdict === "pass") throw throttled;
    // Throttled, it is looked for again at the next poll.
    if (answer.verdict === "wait" && !isReleased(work.run())) await throttledBy(holdAddedSchedule(work));
    return answer;
  });

const throttledBy = (asked: Promise<void>): Promise<Throttled | null> =>
  asked.then(
    () => null,
    (error: unknown) => {
      if (error instanceof Throttled) return error;
      throw error;
    },
  );
