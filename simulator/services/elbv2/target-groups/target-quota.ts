import type { WorldState } from "../../../world/state.ts";
import { ServiceFault } from "../../operation.ts";
import { limitOf } from "../quotas.ts";
import { isNetwork, loadBalancersUsing, targetGroupsBehind } from "../routing.ts";
import type { LoadBalancerRecord, TargetGroupRecord } from "../state.ts";
import { instanceOfKey } from "./target-keys.ts";

/**
 * Refuses more targets than a load balancer may have over all its target groups (aws-facts 2). `ids` holds the key of each
 * registration, so an instance in two target groups, or by two ports, counts twice. Throws TooManyTargets.
 */
export function checkTargetCount(
  state: WorldState,
  balancer: LoadBalancerRecord,
  ids: readonly string[],
): void {
  const exceeded = exceededByBalancer(state, balancer, ids);
  if (exceeded !== undefined) throw tooMany(exceeded);
}

/** Refuses to register `ids` where that exceeds the quota of the target group or of its load balancer. Throws TooManyTargets. */
export function checkRoomFor(state: WorldState, group: TargetGroupRecord, ids: readonly string[]): void {
  const exceeded = exceededBy(state, group, ids);
  if (exceeded !== undefined) throw tooMany(exceeded);
}

/** Whether one more target may be registered. */
export function hasRoomFor(state: WorldState, group: TargetGroupRecord, id: string): boolean {
  return exceededBy(state, group, [id]) === undefined;
}

/** The quota that registering `ids` would exceed; undefined when there is room. */
function exceededBy(state: WorldState, group: TargetGroupRecord, ids: readonly string[]): number | undefined {
  const registered = new Set([...group.targets.keys(), ...ids]);
  const perGroup = limitOf(state, "targets-per-target-group");
  if (!isNetwork(group) && registered.size > perGroup) return perGroup;
  const [arn = ""] = loadBalancersUsing(state, group.arn);
  const balancer = state.loadBalancers.get(arn);
  if (balancer === undefined) return undefined;
  const others = [...targetGroupsBehind(state, arn)].filter((each) => each !== group.arn);
  const elsewhere = others.flatMap((each) => [...(state.targetGroups.get(each)?.targets.keys() ?? [])]);
  return exceededByBalancer(state, balancer, [...elsewhere, ...registered]);
}

function exceededByBalancer(
  state: WorldState,
  balancer: LoadBalancerRecord,
  ids: readonly string[],
): number | undefined {
  const over = (limit: number, count: number): number | undefined => (count > limit ? limit : undefined);
  if (balancer.type === "application")
    return over(limitOf(state, "targets-per-application-load-balancer"), ids.length);
  const perZone = limitOf(state, "targets-per-availability-zone-per-network-load-balancer");
  if (balancer.attributes.get("load_balancing.cross_zone.enabled") === "true")
    return over(perZone, ids.length);
  const inFullestZone = Math.max(0, ...countByZone(state, ids));
  return (
    over(limitOf(state, "targets-per-network-load-balancer"), ids.length) ?? over(perZone, inFullestZone)
  );
}

function countByZone(state: WorldState, ids: readonly string[]): number[] {
  const counts = new Map<string, number>();
  for (const id of ids) {
    const zone = state.instances.get(instanceOfKey(id))?.zone ?? "";
    counts.set(zone, (counts.get(zone) ?? 0) + 1);
  }
  return [...counts.values()];
}

const tooMany = (limit: number): ServiceFault =>
  new ServiceFault("TooManyTargets", `The maximum number of targets has been reached: ${limit}`);
