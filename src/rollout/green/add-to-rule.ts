import { writeActions } from "../../aws/elbv2/elbv2.ts";
import type { FleetTraffic } from "../../domain/traffic-pairs/fleet-traffic.ts";
import { sidesOf, type Work } from "../work.ts";

/**
 * A target group that no rule names is not health-checked (aws-facts 1.4): green's is named at weight 0, unless it is
 * named already or has traffic. Answers whether it took a call: one for each rule that needs it, in their order.
 */
export async function addGreenToRule(traffic: FleetTraffic, work: Work<"elbv2">): Promise<boolean> {
  if (work.strategy.source.kind !== "actions") return false;
  const sides = sidesOf(work);
  const withTraffic = new Set(
    work.strategy
      .readEach(traffic, sides)
      .filter(({ reading }) => reading && "percent" in reading && reading.percent > 0)
      .map(({ arn }) => arn),
  );
  const changes = work.strategy
    .change(traffic, { percent: 0, sides })
    .filter((change) => change.kind === "write-actions" && !withTraffic.has(change.arn));
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
