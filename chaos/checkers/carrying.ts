import type { Account } from "../../rehearsal/account.ts";
import { forwardOf } from "../../simulator/services/elbv2/routing.ts";
import type { World } from "../../simulator/world/world.ts";
import type { Generation } from "../../src/domain/generation.ts";
import type { FleetPlan } from "../draws/plan.ts";

/**
 * What carries the fleet's traffic now, by the world itself: ARNs of target groups with weight; names of the groups
 * that are attached to the one target group; names of all groups where servers pull their work.
 */
export function carryingNow(
  world: World,
  account: Account | undefined,
  fleet: Pick<FleetPlan, "strategy">,
): ReadonlySet<string> {
  const { groups, rules } = world.state;
  if (account === undefined) return new Set();
  if (fleet.strategy === "none") return new Set(groups.keys());
  if (fleet.strategy === "target-group") {
    const [arn = ""] = account.targetGroups;
    return new Set([...groups.values()].flatMap((each) => (isAttached(each, arn) ? [each.name] : [])));
  }
  const rule = [...rules.values()].find(({ listenerArn }) => listenerArn === account.listener);
  const weights = (rule && forwardOf(rule.actions)?.targetGroups) ?? [];
  return new Set(weights.flatMap(({ arn, weight }) => (weight > 0 ? [arn] : [])));
}

/** Whether new servers of the group enter the target group. */
export const isAttached = (
  group: { targetGroupArns: readonly string[]; trafficSources: ReadonlyMap<string, { state: string }> },
  arn: string,
): boolean => {
  const source = group.trafficSources.get(arn);
  return source ? source.state !== "Removing" : group.targetGroupArns.includes(arn);
};

/** The name under which a generation carries traffic: where weights move its target group's ARN, elsewhere its group's. */
export function carrierOf(
  generation: Pick<Generation, "group" | "targetGroup"> | undefined,
  { strategy }: FleetPlan,
): string {
  const isWeighted = strategy === "alb-weighted" || strategy === "nlb-weighted";
  return (isWeighted ? generation?.targetGroup : generation?.group) ?? "";
}
