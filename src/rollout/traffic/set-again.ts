import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { wait } from "../../step/answers.ts";
import type { Work } from "../work.ts";
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
  const { setPercent } = work.run().traffic;
  await work.context.withReason(
    `traffic was found elsewhere: set ${setPercent}% again`,
    { found: reading },
    () => setTraffic(setPercent, traffic, work),
  );
  return wait(SETTLE_SECONDS, `${setPercent}% of the traffic set to green again`);
}
