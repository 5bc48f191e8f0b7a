import type { Account } from "../../rehearsal/account.ts";
import type { World } from "../../simulator/world/world.ts";
import { type Generation, targetGroupsOf } from "../../src/domain/generation.ts";
import { weightedNow } from "./fleet-rules.ts";
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
  const { groups } = world.state;
  if (account === undefined) return new Set();
  if (fleet.strategy === "none") return new Set(groups.keys());
  if (fleet.strategy === "target-group") {
    const [arn = ""] = account.targetGroups;
    return new Set([...groups.values()].flatMap((each) => (isAttached(each, arn) ? [each.name] : [])));
  }
  return weightedNow(world.state, account);
}

/** Whether new servers of the group enter the target group. */
export const isAttached = (
  group: { targetGroupArns: readonly string[]; trafficSources: ReadonlyMap<string, { state: string }> },
  arn: string,
): boolean => {
  const source = group.trafficSources.get(arn);
  return source ? source.state !== "Removing" : group.targetGroupArns.includes(arn);
};

/** The names under which a generation carries traffic: where weights move its target groups' ARNs, elsewhere its group's. */
export function carriersOf(
  generation: Pick<Generation, "group" | "targetGroup" | "targetGroups"> | undefined,
  { strategy }: FleetPlan,
): readonly string[] {
  if (generation === undefined) return [];
  const isWeighted = strategy === "alb-weighted" || strategy === "nlb-weighted";
  return isWeighted ? targetGroupsOf(generation) : [generation.group];
}

/** Whether a generation has any traffic under its names. */
export const isAmong = (names: ReadonlySet<string>, carriers: readonly string[]): boolean =>
  carriers.some((each) => names.has(each));

/** Whether it has all of it, by every one of its names. */
export const isAlone = (names: ReadonlySet<string>, carriers: readonly string[]): boolean =>
  names.size === carriers.length && carriers.every((each) => names.has(each));
