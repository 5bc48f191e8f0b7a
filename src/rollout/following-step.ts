import type { ServiceName } from "../aws/clients.ts";
import type { Phase } from "../domain/run/rollout.ts";
import type { StepAnswer } from "../domain/run/step-answer.ts";
import type { StepContext, StepInput } from "../step/step.ts";
import { followSchedule } from "./capacity/follow-schedule.ts";
import { isReleased } from "./is-released.ts";
import { rolloutStep } from "./rollout-step.ts";
import type { Work } from "./work.ts";

/** A step of a phase in which blue stands beside green: what of blue's schedule has fallen due is carried out first. */
export const followingStep = <S extends ServiceName>(
  phase: Phase,
  input: StepInput,
  context: StepContext<S | "autoScaling">,
  body: (work: Work<S | "autoScaling">) => Promise<StepAnswer>,
): Promise<StepAnswer> =>
  rolloutStep(phase, input, context, async (work) => {
    if (!isReleased(work.run())) await followSchedule(work);
    return body(work);
  });
