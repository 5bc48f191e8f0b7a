import { canonicalRollouts } from "../canonical.ts";
import { hurtAt, type Injury } from "./crash-point.ts";
import { answerInOrder } from "../in-order.ts";

/** One point of one canonical rollout, and what happens there. */
export interface PointTask {
  readonly rollout: number;
  readonly point: number;
  readonly injury: Injury;
}

export interface PointAnswer extends PointTask {
  readonly endState: string;
  readonly violation: string | undefined;
}

answerInOrder<PointTask, PointAnswer>(async (task) => {
  const plan = canonicalRollouts[task.rollout]?.plan;
  if (plan === undefined) throw new RangeError(`there is no canonical rollout ${task.rollout}`);
  const { endState, violation } = await hurtAt(plan, task.point, task.injury);
  return { ...task, endState, violation: violation && `${violation.invariant}: ${violation.what}` };
});
