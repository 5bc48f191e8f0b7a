import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { exceptAhead } from "../../domain/traffic-pairs/as-set.ts";
import { wait } from "../../step/answers.ts";
import type { Work } from "../work.ts";
import { type ShiftServices, shiftBlocker } from "./shift-blocker.ts";
import { type Observed, setTraffic } from "./traffic.ts";

const SETTLE_SECONDS = 10;

/** Gives green again the share that is its own, on top of what is found: where it is health-checked, large enough and good. */
export async function setAgain(
  percent: number,
  { traffic, reading }: Observed,
  work: Work<ShiftServices>,
): Promise<StepAnswer> {
  const first = await shiftBlocker(traffic, work);
  if (first !== null) return first;
  // A rule that somebody gave more than its step keeps that.
  const except = "percent" in reading ? exceptAhead(reading, percent) : new Map();
  await work.context.withReason(
    `traffic was found elsewhere: set ${percent}% again`,
    { found: reading },
    () => setTraffic(percent, traffic, work, { except }),
  );
  return wait(SETTLE_SECONDS, `${percent}% of the traffic set to green again`);
}
