import { requestCount } from "../aws/cloudwatch.ts";
import { describeTargetGroups } from "../aws/elbv2.ts";
import { formatDuration } from "../domain/duration.ts";
import type { Generation } from "../domain/generation.ts";
import type { StepAnswer } from "../domain/rollout.ts";
import { wait } from "./answers.ts";
import { readTraffic } from "./traffic.ts";
import type { Work } from "./work.ts";

type DrainServices = "autoScaling" | "elbv2" | "cloudWatch";

/** CloudWatch has a minute's requests some seconds after the minute. */
const METRIC_WINDOW_MS = 120_000;
const LOOK_SECONDS = 60;

/**
 * Weight 0 does not end sticky sessions. Blue counts as drained when the declared drain time has passed since traffic
 * moved, or before that when the load balancer has counted no request on it for two minutes. Null: drained.
 */
export async function blueIsDrained(blue: Generation, work: Work<DrainServices>): Promise<StepAnswer | null> {
  if (work.strategy.source.kind === "nothing" || work.rollout().marks["drained"] !== undefined) return null;
  const { setAt } = work.rollout().traffic;
  const passed = (work.now() - (setAt ?? work.now())) / 1000;
  const { drain } = work.fleet.retire;
  const done =
    passed >= drain
      ? `the drain time of ${formatDuration(drain)} has passed`
      : await drainedEarly(blue, passed, work);
  if (done === null)
    return wait(
      Math.min(LOOK_SECONDS, drain - passed),
      `blue drains for ${formatDuration(drain - passed)} more`,
    );
  await work.note("evidence", `blue is drained: ${done}`, {
    evidence: { secondsSinceMoved: Math.round(passed) },
  });
  await work.mark("drained");
  return null;
}

async function drainedEarly(
  blue: Generation,
  passed: number,
  work: Work<DrainServices>,
): Promise<string | null> {
  if (work.strategy.source.kind === "attachments") {
    const { traffic } = await readTraffic(work);
    return traffic.kind === "attachments" && traffic.blue === null
      ? "its servers have left the target group"
      : null;
  }
  if (blue.targetGroup === null || passed * 1000 < METRIC_WINDOW_MS) return null;
  const { elbv2, cloudWatch } = work.context.aws;
  const targetGroup = (await describeTargetGroups(elbv2, [blue.targetGroup])).get(blue.targetGroup);
  const [loadBalancer] = targetGroup?.loadBalancerArns ?? [];
  if (loadBalancer === undefined) return null;
  const untilMs = work.now();
  const count = await requestCount(cloudWatch, {
    targetGroup: blue.targetGroup,
    loadBalancer,
    sinceMs: untilMs - METRIC_WINDOW_MS,
    untilMs,
  });
  return count === 0 ? "no request in the last two minutes" : null;
}
