import type { WorldState } from "../../world/state.ts";
import { ServiceFault } from "../operation.ts";
import { limitOf } from "./account-limits.ts";
import { QUOTAS } from "./quotas.ts";
import { isNetwork, loadBalancersUsing } from "./routing.ts";
import type { LoadBalancerRecord, TargetGroupRecord } from "./state.ts";

/**
 * Refuses more targets than a load balancer may have over all its target groups (aws-facts 2). `ids` holds each
 * registration, so an instance in two target groups counts twice. Throws TooManyTargets.
 */
export function checkTargetCount(
  state: WorldState,
  balancer: LoadBalancerRecord,
  ids: readonly string[],
): void {
  if (balancer.type === "application")
    return refuseAbove(limitOf(state, "targets-per-application-load-balancer"), ids.length);
  if (balancer.attributes.get("load_balancing.cross_zone.enabled") === "true")
    return refuseAbove(QUOTAS.targetsPerNetworkLoadBalancerAcrossZones, ids.length);
  refuseAbove(limitOf(state, "targets-per-network-load-balancer"), ids.length);
  const perZone = new Map<string, number>();
  for (const id of ids) {
    const zone = state.instances.get(id)?.zone ?? "";
    perZone.set(zone, (perZone.get(zone) ?? 0) + 1);
  }
  for (const count of perZone.values()) refuseAbove(QUOTAS.targetsPerZoneOfNetworkLoadBalancer, count);
}

/** Refuses to register `ids` where they would exceed the quota of the target group or of its load balancer. */
export function checkRoomFor(state: WorldState, group: TargetGroupRecord, ids: readonly string[]): void {
  const registered = new Set([...group.targets.keys(), ...ids]);
  if (!isNetwork(group)) refuseAbove(limitOf(state, "targets-per-target-group"), registered.size);
  for (const arn of loadBalancersUsing(state, group.arn)) {
    const balancer = state.loadBalancers.get(arn);
    if (balancer === undefined) continue;
    const others = [...state.targetGroups.values()].filter(
      (each) => each.arn !== group.arn && loadBalancersUsing(state, each.arn).includes(arn),
    );
    const elsewhere = others.flatMap((each) => [...each.targets.keys()]);
    checkTargetCount(state, balancer, [...elsewhere, ...registered]);
  }
}

function refuseAbove(limit: number, count: number): void {
  if (count > limit)
    throw new ServiceFault(
      "TooManyTargets",
      `The maximum number of targets, ${limit}, has been reached (${count})`,
    );
}
