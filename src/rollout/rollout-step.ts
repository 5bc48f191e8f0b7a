import type { ServiceName } from "../aws/clients.ts";
import type { Phase, RolloutRecord } from "../domain/run/rollout.ts";
import type { StepAnswer } from "../domain/run/step-answer.ts";
import { isFrozenWait, pass } from "../step/answers.ts";
import { runStep } from "../step/run-step.ts";
import type { StepContext, StepInput } from "../step/step.ts";
import { rolloutKind } from "./rollout-kind.ts";
import { openWork, type Work } from "./work.ts";

/** One step of a rollout in the common frame (src/step/run-step.ts). */
export const rolloutStep = <S extends ServiceName>(
  phase: Phase,
  input: StepInput,
  context: StepContext<S>,
  body: (work: Work<S>) => Promise<StepAnswer>,
): Promise<StepAnswer> =>
  runStep({ kind: rolloutKind, phase, open: openWork<S> }, input, context, async (work) => {
    const skipped = settledReason(phase, work.run());
    if (skipped !== null) return pass(skipped);
    await restartAfterFreeze(work);
    return body(work);
  });

/** While the fleet was frozen nobody looked: what has to get good has its whole time from now on. */
async function restartAfterFreeze(work: Work<never>): Promise<void> {
  const { waiting, timers } = work.run();
  if (!isFrozenWait(waiting)) return;
  const { inconclusive: _bad, "too-small": _small, ...others } = timers;
  await work.update({ timers: { ...others, stood: work.now() } });
}

/** Green stands already, and whoever settles on it has judged it. */
const JUDGED: readonly Phase[] = ["LaunchGreen", "ObserveGreen", "ValidateGreen"];

function settledReason(phase: Phase, { settlement }: RolloutRecord): string | null {
  if (settlement?.keep !== "green" || !JUDGED.includes(phase)) return null;
  return `settled on green by ${settlement.by}`;
}
