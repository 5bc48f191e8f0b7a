import { canonicalRollouts } from "../canonical.ts";
import { lagAt, skipAt } from "./crash-point.ts";
import { answerInOrder } from "../in-order.ts";
import type { RunResult } from "../run-seed.ts";

/** One read that lags by so many seconds, or one look that is left out, of one canonical rollout. */
export interface StaleTask {
  readonly rollout: number;
  readonly index: number;
  /** Null: the look is left out. */
  readonly seconds: number | null;
}

export interface StaleAnswer extends StaleTask, Pick<RunResult, "endState" | "changes"> {
  readonly violation: string | undefined;
}

answerInOrder<StaleTask, StaleAnswer>(async (task) => {
  const { rollout, index, seconds } = task;
  const plan = canonicalRollouts[rollout]?.plan;
  if (plan === undefined) throw new RangeError(`there is no canonical rollout ${rollout}`);
  const run = seconds === null ? skipAt(plan, index) : lagAt(plan, index, seconds);
  const { endState, changes, violation } = await run;
  return { ...task, endState, changes, violation: violation && `${violation.invariant}: ${violation.what}` };
});
