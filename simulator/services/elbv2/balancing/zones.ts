import type { WorldState } from "../../../world/state.ts";
import { loadBalancersUsing } from "../routing.ts";
import type { LoadBalancerRecord, TargetGroupRecord } from "../state.ts";

/**
 * Whether the nodes of a load balancer send to targets of this group in other zones, too. Always on for an Application Load
 * Balancer, but a group may switch it off; off for a Network Load Balancer, unless it or the group switches it on
 * (ELB/LoadBalancerAttribute, ELB/TargetGroupAttribute).
 */
export function crossesZones(balancer: LoadBalancerRecord, group: TargetGroupRecord): boolean {
  const own = group.attributes.get("load_balancing.cross_zone.enabled");
  if (own === "true" || own === "false") return own === "true";
  return balancer.attributes.get("load_balancing.cross_zone.enabled") === "true";
}

/** The zones whose nodes a client's requests to this group come in by, each as often; undefined where zones do not matter. */
export function entrancesTo(state: WorldState, group: TargetGroupRecord): readonly string[] | undefined {
  const [arn = ""] = loadBalancersUsing(state, group.arn);
  const balancer = state.loadBalancers.get(arn);
  return balancer === undefined || crossesZones(balancer, group) ? undefined : balancer.zonesInDns;
}
