import { writeActions } from "../../aws/elbv2/elbv2.ts";
import type { FleetTraffic } from "../../domain/traffic-pairs/fleet-traffic.ts";
import { sidesOf, type Work } from "../work.ts";

const NAMED = "name green's target group in the rule at weight 0, so that it is health-checked";

/**
 * A target group that no rule names is not health-checked (aws-facts 1.4): green's is named at weight 0, unless it is
 * named already or has traffic. Answers whether it took a call: one for each rule that needs it, in their order.
 * `isEmpty`: green is not launched yet, so traffic that somebody left on its target group is answered by nobody, and blue's.
 */
export async function addGreenToRule(
  traffic: FleetTraffic,
  work: Work<"elbv2">,
  isEmpty = false,
): Promise<boolean> {
  if (work.strategy.source.kind !== "actions") return false;
  const sides = sidesOf(work);
  const shares = new Map(
    work.strategy
      .readEach(traffic, sides)
      .map(({ arn, reading }) => [arn, reading && "percent" in reading ? reading.percent : 0]),
  );
  const changes = work.strategy.change(traffic, { percent: 0, sides }).flatMap((change) => {
    if (change.kind !== "write-actions") return [];
    const share = shares.get(change.arn) ?? 0;
    return share === 0 || isEmpty ? [{ ...change, share }] : [];
  });
  for (const { arn, actions, share } of changes) {
    const reason =
      share === 0 ? NAMED : `${share}% of the traffic is on a target group in which nobody is: blue takes it`;
    await work.context.withReason(reason, null, () => writeActions(work.context.aws.elbv2, arn, actions));
  }
  return changes.length > 0;
}
