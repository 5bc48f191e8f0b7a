import { autoScalingClient } from "../../aws/auto-scaling/auto-scaling.ts";
import { cloudWatchClient } from "../../aws/cloudwatch.ts";
import { elbv2Client } from "../../aws/elbv2/elbv2.ts";
import { formatDuration } from "../../domain/duration.ts";
import { watchPollSeconds } from "../../domain/poll-interval.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { isFrozenWait, pass, pause } from "../../step/answers.ts";
import { defineState } from "../../step/state.ts";
import type { StepContext, StepInput } from "../../step/step.ts";
import { stepTask } from "../../step/task-input.ts";
import { watchBlocker } from "../gates/watch-blocker.ts";
import type { WatchServices } from "../gates/watch-green.ts";
import { followingStep } from "../following-step.ts";
import { pauseBlocker } from "../steering/pause-blocker.ts";
import { isPromoted, noteSkipped } from "../steering/skipped.ts";
import { shiftToGrownBlue } from "../traffic/grown-blue.ts";
import { strayTraffic } from "../traffic/stray-traffic.ts";
import type { Work } from "../work.ts";

/** ShiftTraffic has judged the same gates this short a time ago. */
const JUST_WATCHED_SECONDS = 1;
/** No two steps follow each other without a wait where the machine goes round. */
const SETTLE_SECONDS = 5;

/** Watches green carry all the traffic for the declared time, while blue can still take it back in one call. */
export const bake = (input: StepInput, context: StepContext<WatchServices>): Promise<StepAnswer> =>
  followingStep("Bake", input, context, async (work) => {
    const { bake: total } = work.fleet;
    if (total > 0 && work.inPhase() < JUST_WATCHED_SECONDS && !isFrozenWait(work.run().waiting)) {
      return pause(
        watchPollSeconds(total, total),
        `all traffic is on green; it is watched for ${formatDuration(total)}`,
      );
    }
    const left = total - work.inPhase();
    const grown = await shiftToGrownBlue(work);
    if (grown !== null) return grown;
    // First: a green that somebody took out of the rule is not health-checked, and cannot be judged.
    const stray = left > 0 ? await strayTraffic(work) : null;
    if (stray !== null && "verdict" in stray) return stray;
    if (stray !== null) return shiftAgain(stray.reason, work);
    // A pause lasts on whatever a gate has too few requests to say.
    const held = pauseBlocker("green has baked", work);
    const lasts = left > 0 || held !== null || isPromoted(work);
    const blocked = await watchBlocker({ during: "during the bake", lasts }, work);
    if (blocked !== null) return blocked;
    if (left > 0) return pause(watchPollSeconds(total, left), `baking; ${formatDuration(left)} left`);
    return held ?? finish(work);
  });

/** Moving traffic is ShiftTraffic's; green bakes anew from when it has all of it. */
async function shiftAgain(reason: string, work: Work<WatchServices>): Promise<StepAnswer> {
  await work.note("decision", `${reason}: green takes it again`, { action: "shift-again" });
  return { verdict: "shift-again", waitSeconds: SETTLE_SECONDS, reason };
}

/** The bake passed. RetireBlue reads traffic once more before it touches blue. */
async function finish(work: Work<WatchServices>): Promise<StepAnswer> {
  const baked = work.inPhase();
  await noteSkipped(
    (declared) => (baked < declared.bake ? `bake of ${formatDuration(declared.bake)}` : null),
    work,
  );
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
