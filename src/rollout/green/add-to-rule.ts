import { writeActions } from "../../aws/elbv2/elbv2.ts";
import type { ObservedTraffic } from "../../domain/traffic-strategy.ts";
import { sidesOf, type Work } from "../work.ts";

/**
 * A target group that no rule names is not health-checked (aws-facts 1.4): green's is named at weight 0, unless it is
 * named already or has traffic. Answers whether it took a call.
 */
export async function addGreenToRule(traffic: ObservedTraffic, work: Work<"elbv2">): Promise<boolean> {
  if (work.strategy.source.kind !== "actions") return false;
  const sides = sidesOf(work);
  const reading = work.strategy.read(traffic, sides);
  if ("percent" in reading && reading.percent > 0) return false;
  const changes = work.strategy.change(traffic, { percent: 0, sides });
  for (const change of changes) {
    if (change.kind !== "write-actions") continue;
    await work.context.withReason(
      "name green's target group in the rule at weight 0, so that it is health-checked",
      null,
      () => writeActions(work.context.aws.elbv2, change.arn, change.actions),
    );
  }
  return changes.length > 0;
}
