import { describeGroups, failedActivities, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { formatDuration } from "../../domain/duration.ts";
import { nextPollSeconds } from "../../domain/poll-interval.ts";
import type { StepAnswer } from "../../domain/run/rollout.ts";
import { fail, pass, wait } from "../../step/answers.ts";
import { runStep } from "../../step/run-step.ts";
import type { StepContext, StepInput } from "../../step/step.ts";
import { greenOf, type Work } from "../../step/work.ts";

/** From CreateAutoScalingGroup until a server is in service: seconds to tens of seconds (aws-facts 4). */
const TYPICAL_LAUNCH_SECONDS = 15;
/**
 * A launch that fails is tried again by the group, in every zone at once; when nothing has come up for so long and so
 * many failures, it is not a passing shortage.
 */
const FAILURES_IN_A_ROW = 3;
const SHORTAGE_SECONDS = 60;

/** Waits until every server that green must have is in service in its group. */
export const observeGreen = (input: StepInput, context: StepContext<"autoScaling">): Promise<StepAnswer> =>
  runStep("ObserveGreen", input, context, async (work) => {
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
    const { size } = work.rollout();
    if (inService >= size) return pass(`${inService} of ${size} servers are in service`);
    return judgeLaunch(work, green, `${inService} of ${size} servers are in service`);
  });

async function judgeLaunch(work: Work<"autoScaling">, green: Group, counted: string): Promise<StepAnswer> {
  const elapsed = work.inPhase();
  const { launch } = work.fleet.deadlines;
  const missing = work.rollout().size > green.instances.length;
  const failures = missing
    ? await failedActivities(work.context.aws.autoScaling, green.name, greenOf(work).createdAt)
    : [];
  const why = failures[0] ? ` (${failures[0].message})` : "";
  const failingFor = ((failures[0]?.at ?? 0) - (failures.at(-1)?.at ?? 0)) / 1000;
  const lasts = failures.length >= FAILURES_IN_A_ROW && failingFor >= SHORTAGE_SECONDS;
  if (lasts && green.instances.length === 0) {
    return fail(`no server could be launched, ${failures.length} times in a row${why}`);
  }
  if (elapsed > launch) return fail(`${counted} after ${formatDuration(launch)}, the launch deadline${why}`);
  return wait(nextPollSeconds(elapsed, TYPICAL_LAUNCH_SECONDS), `${counted}${why}`);
}
