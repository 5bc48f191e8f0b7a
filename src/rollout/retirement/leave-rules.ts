import { writeActions } from "../../aws/elbv2/elbv2.ts";
import type { FleetTraffic } from "../../domain/traffic-pairs/fleet-traffic.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { wait } from "../../step/answers.ts";
import { sidesOf, type Work } from "../work.ts";
import { readTraffic, type TrafficServices } from "../traffic/traffic.ts";

/**
 * A side that goes for good, and was just read to have no traffic, is named in no rule any more. Route 53, and a load balancer's own
 * DNS failover, may count a target group without healthy targets against all of the balancer, and nobody says that weight 0
 * is left out (aws-facts 8.7). One call for each rule that names it.
 */
export async function leaveRules(
  side: "blue" | "green",
  traffic: FleetTraffic,
  work: Work<"elbv2">,
): Promise<void> {
  const percent = side === "blue" ? 100 : 0;
  for (const change of work.strategy.change(traffic, { percent, sides: sidesOf(work), retires: side })) {
    if (change.kind !== "write-actions") continue;
    await work.context.withReason(`${side}'s target group leaves the rule with its servers`, null, () =>
      writeActions(work.context.aws.elbv2, change.arn, change.actions),
    );
  }
}

/** The same of a green that goes: one call more for each rule, which reads it. Null: it is named in none. */
export async function greenNamedBlocker(work: Work<TrafficServices>): Promise<StepAnswer | null> {
  if (work.strategy.source.kind !== "actions" || work.blue === null) return null;
  const { traffic, reading } = await readTraffic(work);
  if (!("percent" in reading) || reading.percent > 0)
    return wait(1, "green is read to have traffic just before it goes");
  await leaveRules("green", traffic, work);
  return null;
}
