import {
  autoScalingClient,
  describeGroups,
  failedActivities,
  type Group,
} from "../../aws/auto-scaling/auto-scaling.ts";
import { elbv2Client } from "../../aws/elbv2/elbv2.ts";
import {
  countedInService,
  judgeLaunch,
  TYPICAL_LAUNCH_SECONDS,
} from "../../domain/rollout-decisions/judge-launch.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { fail, wait } from "../../step/answers.ts";
import { defineState } from "../../step/state.ts";
import type { StepContext, StepInput } from "../../step/step.ts";
import { stepTask } from "../../step/task-input.ts";
import { followingStep } from "../following-step.ts";
import { passUnlessPaused } from "../steering/pause-blocker.ts";
import { returnEarlyTraffic } from "../traffic/early-traffic.ts";
import type { TrafficServices } from "../traffic/traffic.ts";
import { greenOf, type Work } from "../work.ts";

/** Waits until every server that green must have is in service in its group. */
export const observeGreen = (input: StepInput, context: StepContext<TrafficServices>): Promise<StepAnswer> =>
  followingStep("ObserveGreen", input, context, async (work) => {
    const elapsed = work.inPhase();
    // Also for a group of no servers: a read that lags does not show it yet.
    if (elapsed < TYPICAL_LAUNCH_SECONDS) {
      return wait(TYPICAL_LAUNCH_SECONDS - elapsed, "the servers are being launched");
    }
    const green = (await describeGroups(context.aws.autoScaling, [greenOf(work).group])).get(
      greenOf(work).group,
    );
    if (green === undefined) return fail(`green's group ${greenOf(work).group} is gone`);
    const inService = green.instances.filter(({ lifecycleState }) => lifecycleState === "InService").length;
    const { size } = work.run();
    if (inService >= size) return passUnlessPaused(countedInService({ inService, size }), work);
    return answerFor(green, inService, work);
  });

/** Asks for the launches that failed, unless every server that there has to be is on its way. */
async function answerFor(green: Group, inService: number, work: Work<TrafficServices>): Promise<StepAnswer> {
  const { size } = work.run();
  const servers = green.instances.length;
  const judged = judgeLaunch({
    inService,
    size,
    servers,
    failures:
      size > servers
        ? await failedActivities(work.context.aws.autoScaling, green.name, greenOf(work).createdAt)
        : [],
    elapsed: work.inPhase(),
    deadline: work.fleet.deadlines.launch,
  });
  if (judged.verdict === "fail") return fail(judged.reason, judged.error);
  await returnEarlyTraffic(work);
  return wait(judged.seconds, judged.reason);
}

export const observeGreenState = defineState({
  phase: "ObserveGreen",
  input: stepTask,
  services: { autoScaling: autoScalingClient, elbv2: elbv2Client },
  step: observeGreen,
});
