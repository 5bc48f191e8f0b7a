import { formatDuration } from "../../domain/duration.ts";
import { watchPollSeconds } from "../../domain/poll-interval.ts";
import type { StepAnswer } from "../../domain/run/rollout.ts";
import { pass, wait } from "../../step/answers.ts";
import { runStep } from "../../step/run-step.ts";
import type { StepContext, StepInput } from "../../step/step.ts";
import type { Work } from "../../step/work.ts";
import { failGreen } from "../gates/fail-green.ts";
import { endInconclusive, secondsInconclusive } from "../gates/inconclusive.ts";
import { watchGreen } from "../gates/watch-green.ts";
import type { ShiftServices } from "./shift-traffic.ts";

const HOLD_SECONDS = 15;
/** ShiftTraffic has judged the same gates this short a time ago. */
const JUST_WATCHED_SECONDS = 1;

/** Watches green carry all the traffic for the declared time, while blue can still take it back in one call. */
export const bake = (input: StepInput, context: StepContext<ShiftServices>): Promise<StepAnswer> =>
  runStep("Bake", input, context, async (work) => {
    const { bake: total } = work.fleet;
    if (total > 0 && work.inPhase() < JUST_WATCHED_SECONDS) {
      return wait(
        watchPollSeconds(total, total),
        `all traffic is on green; it is watched for ${formatDuration(total)}`,
      );
    }
    // Blue is out of the target group or in one of its own, so every healthy target there is green's.
    const { verdict, reason } = await watchGreen(null, work);
    if (verdict === "fail") return failGreen(`during the bake: ${reason}`, work);
    const left = work.fleet.bake - work.inPhase();
    if (verdict !== "pass") return notGoodNow(reason, work);
    await endInconclusive(work);
    if (left > 0)
      return wait(watchPollSeconds(work.fleet.bake, left), `baking: ${reason}; ${formatDuration(left)} left`);
    return finish(work);
  });

/** Green is not good now: the bake does not end until it is, and a green that stays so is bad. */
async function notGoodNow(reason: string, work: Work<ShiftServices>): Promise<StepAnswer> {
  const limit = work.fleet.deadlines.validate;
  if ((await secondsInconclusive(work)) > limit)
    return failGreen(`during the bake: ${reason}; not good again within ${formatDuration(limit)}`, work);
  return wait(HOLD_SECONDS, `the bake goes on: ${reason}`);
}

/** The bake passed. RetireBlue reads traffic once more before it touches blue. */
async function finish(work: Work<ShiftServices>): Promise<StepAnswer> {
  const reason = `baked for ${formatDuration(work.fleet.bake)}`;
  await work.note("evidence", reason, { evidence: { gates: work.rollout().gates } });
  await work.mark("baked");
  return pass(reason);
}
