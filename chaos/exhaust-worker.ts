import { parentPort } from "node:worker_threads";
import { canonicalRollouts } from "./canonical.ts";
import { hurtAt, type Injury } from "./crash-point.ts";

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

parentPort?.on("message", (task: PointTask) => {
  const plan = canonicalRollouts[task.rollout]?.plan;
  if (plan === undefined) throw new RangeError(`there is no canonical rollout ${task.rollout}`);
  void hurtAt(plan, task.point, task.injury).then(({ endState, violation }) => {
    const said = violation && `${violation.invariant}: ${violation.what}`;
    parentPort?.postMessage({ ...task, endState, violation: said } satisfies PointAnswer);
  });
});
