import type { StepAnswer } from "../../domain/run/rollout.ts";
import { wait } from "../../step/answers.ts";
import type { Work } from "../../step/work.ts";
import { type ShiftServices, shiftBlocker } from "./shift-blocker.ts";
import { type Observed, setTraffic } from "./traffic.ts";

const SETTLE_SECONDS = 10;

/** Sets again what was set, on top of what is found: where green is health-checked, large enough and good. */
export async function setAgain(
  { traffic, reading }: Observed,
  work: Work<ShiftServices>,
): Promise<StepAnswer> {
  const first = await shiftBlocker(traffic, work);
  if (first !== null) return first;
  const { setPercent } = work.rollout().traffic;
  work.context.because(`traffic was found elsewhere: set ${setPercent}% again`, { found: reading });
  await setTraffic(setPercent, traffic, work);
  return wait(SETTLE_SECONDS, `${setPercent}% of the traffic set to green again`);
}
