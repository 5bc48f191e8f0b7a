import { requestCount } from "../../aws/cloudwatch.ts";
import { describeTargetGroups } from "../../aws/elbv2/elbv2.ts";
import { formatDuration } from "../../domain/duration.ts";
import { type Generation, targetGroupsOf } from "../../domain/generation.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { pause } from "../../step/answers.ts";
import { readTraffic } from "../traffic/traffic.ts";
import type { Work } from "../work.ts";

type DrainServices = "autoScaling" | "elbv2" | "cloudWatch";

/** CloudWatch has a minute's requests up to a minute later, so this much silence is at least one whole minute of it. */
const QUIET_SECONDS = 180;
/** Blue's traffic from this long before the rollout on shows that its requests are counted at all. */
const HEARD_MS = 600_000;
const POLL_SECONDS = 60;

/**
 * Weight 0 does not end sticky sessions. Blue counts as drained when the declared drain time has passed since traffic
 * moved, or before that when the load balancer has counted no request on it for three minutes. Null: drained.
 */
export async function drainBlocker(blue: Generation, work: Work<DrainServices>): Promise<StepAnswer | null> {
  if (work.strategy.source.kind === "nothing" || work.run().milestones["drained"] !== undefined) return null;
  const { setAt } = work.run().traffic;
  const passed = (work.now() - (setAt ?? work.now())) / 1000;
  const { drain } = work.fleet.retire;
  const done =
    passed >= drain
      ? `the drain time of ${formatDuration(drain)} has passed`
      : await drainedEarly(blue, passed, work);
  if (done === null)
    return pause(
      Math.min(POLL_SECONDS, drain - passed),
      `blue drains for ${formatDuration(drain - passed)} more`,
    );
  await work.note("evidence", `blue is drained: ${done}`, {
    evidence: { secondsSinceMoved: Math.round(passed) },
  });
  await work.reach("drained");
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
  const targetGroups = targetGroupsOf(blue);
  if (targetGroups.length === 0 || passed < QUIET_SECONDS) return null;
  const described = await describeTargetGroups(work.context.aws.elbv2, targetGroups);
  for (const targetGroup of targetGroups) {
    const [loadBalancer] = described.get(targetGroup)?.loadBalancerArns ?? [];
    if (loadBalancer === undefined || !(await isQuiet(targetGroup, loadBalancer, work))) return null;
  }
  return `no request for ${formatDuration(QUIET_SECONDS)}`;
}

/** Whether a target group that got requests before gets none any more. */
async function isQuiet(
  targetGroup: string,
  loadBalancer: string,
  work: Work<DrainServices>,
): Promise<boolean> {
  const { cloudWatch } = work.context.aws;
  const untilMs = work.now();
  const quietSinceMs = untilMs - QUIET_SECONDS * 1000;
  const counted = (sinceMs: number, until: number) =>
    requestCount(cloudWatch, { targetGroup, loadBalancer, sinceMs, untilMs: until });
  if (((await counted(quietSinceMs, untilMs)) ?? 0) > 0) return false;
  // A minute without requests has no data point (ALB/load-balancer-cloudwatch-metrics.html), nor has a metric that
  // nobody publishes: silence counts only where something was heard before.
  return ((await counted(work.run().startedAt - HEARD_MS, quietSinceMs)) ?? 0) > 0;
}
