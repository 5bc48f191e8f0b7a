import { autoScalingClient } from "../../aws/auto-scaling/auto-scaling.ts";
import { cloudWatchClient } from "../../aws/cloudwatch.ts";
import { elbv2Client } from "../../aws/elbv2/elbv2.ts";
import { formatDuration } from "../../domain/duration.ts";
import { watchPollSeconds } from "../../domain/poll-interval.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { pass, wait } from "../../step/answers.ts";
import { defineState } from "../../step/state.ts";
import type { StepContext, StepInput } from "../../step/step.ts";
import { stepTask } from "../../step/task-input.ts";
import { failGreen } from "../gates/fail-green.ts";
import { endInconclusive, secondsInconclusive } from "../gates/inconclusive.ts";
import { type WatchServices, watchGreen } from "../gates/watch-green.ts";
import { rolloutStep } from "../rollout-step.ts";
import type { Work } from "../work.ts";

type Services = WatchServices | "autoScaling";

const HOLD_SECONDS = 15;
/** ShiftTraffic has judged the same gates this short a time ago. */
const JUST_WATCHED_SECONDS = 1;

/** Watches green carry all the traffic for the declared time, while blue can still take it back in one call. */
export const bake = (input: StepInput, context: StepContext<Services>): Promise<StepAnswer> =>
  rolloutStep("Bake", input, context, async (work) => {
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
    if (verdict !== "pass") return inconclusive(reason, work);
    await endInconclusive(work);
    if (left > 0)
      return wait(watchPollSeconds(work.fleet.bake, left), `baking: ${reason}; ${formatDuration(left)} left`);
    return finish(work);
  });

/** Green is not good now: the bake does not end until it is, and a green that stays so is bad. */
async function inconclusive(reason: string, work: Work<Services>): Promise<StepAnswer> {
  const limit = work.fleet.deadlines.validate;
  if ((await secondsInconclusive(work)) > limit)
    return failGreen(`during the bake: ${reason}; not good again within ${formatDuration(limit)}`, work);
  return wait(HOLD_SECONDS, `the bake goes on: ${reason}`);
}

/** The bake passed. RetireBlue reads traffic once more before it touches blue. */
async function finish(work: Work<Services>): Promise<StepAnswer> {
  const reason = `baked for ${formatDuration(work.fleet.bake)}`;
  await work.note("evidence", reason, { evidence: { gates: work.run().gates } });
  await work.reach("baked");
  return pass(reason);
}

export const bakeState = defineState({
  phase: "Bake",
  input: stepTask,
  services: { autoScaling: autoScalingClient, elbv2: elbv2Client, cloudWatch: cloudWatchClient },
  step: bake,
});
