import type { WorldState } from "../../../world/state.ts";
import type { World, WorldEvent } from "../../../world/world.ts";
import { forwardOf, isNetwork, loadBalancersUsing, zonesOf } from "../routing.ts";
import type { LoadBalancerRecord, TargetGroupRecord } from "../state.ts";
import { reaches } from "./rotation.ts";
import { crossesZones } from "./zones.ts";

/** For so long clients keep the addresses that they were given (aws-facts 8.7). */
const TTL_SECONDS = 60;

/** Looks at which zones belong into the DNS of the load balancers that something happened to. */
export function followZones(world: World, { service, kind, subject }: WorldEvent): void {
  if (service !== "elasticloadbalancing" || kind === "load-balancer-dns") return;
  for (const arn of touched(world.state, kind, subject)) {
    const balancer = world.state.loadBalancers.get(arn);
    if (balancer) refreshDns(world, balancer);
  }
}

function touched(state: WorldState, kind: string, subject: string): Iterable<string> {
  if (kind.startsWith("load-balancer-")) return [subject];
  if (kind.startsWith("rule-")) {
    const listener = state.listeners.get(state.rules.get(subject)?.listenerArn ?? "");
    return listener === undefined ? state.loadBalancers.keys() : [listener.loadBalancerArn];
  }
  return loadBalancersUsing(state, subject.slice(0, subject.lastIndexOf("/")));
}

function refreshDns(world: World, balancer: LoadBalancerRecord): void {
  const zones = zonesInDns(world.state, balancer);
  if (zones.join() === balancer.zonesHealthy.join()) return;
  balancer.zonesHealthy = zones;
  const { arn } = balancer;
  world.after(TTL_SECONDS, () => {
    const found = world.state.loadBalancers.get(arn);
    if (found === undefined || found.zonesInDns.join() === zones.join()) return;
    found.zonesInDns = zones;
    world.happened("elasticloadbalancing", "load-balancer-dns", arn, { zones });
  });
}

/**
 * The zones that are healthy for all target groups with weight, and where none is, all of them (`dns_failover`,
 * ELB/TargetGroupAttribute). That groups without weight do not count is an assumption: AWS does not say (aws-facts 8.13).
 */
function zonesInDns(state: WorldState, balancer: LoadBalancerRecord): readonly string[] {
  const zones = zonesOf(state, balancer);
  const groups = weighedGroups(state, balancer);
  if (groups.every((group) => crossesZones(balancer, group))) return zones;
  const healthy = zones.filter((zone) =>
    groups.every((group) => isHealthy(state, { balancer, group, zone })),
  );
  return healthy.length === 0 ? zones : healthy;
}

function weighedGroups(state: WorldState, { arn }: LoadBalancerRecord): TargetGroupRecord[] {
  const weighed = new Set<string>();
  for (const { actions, listenerArn } of state.rules.values()) {
    if (state.listeners.get(listenerArn)?.loadBalancerArn !== arn) continue;
    for (const group of forwardOf(actions)?.targetGroups ?? []) if (group.weight > 0) weighed.add(group.arn);
  }
  return [...weighed].flatMap((group) => state.targetGroups.get(group) ?? []);
}

/** With cross-zone load balancing the targets of all zones count. A zone without targets is ill on a Network Load Balancer alone (aws-facts 8.7). */
function isHealthy(
  state: WorldState,
  at: { readonly balancer: LoadBalancerRecord; readonly group: TargetGroupRecord; readonly zone: string },
): boolean {
  const { balancer, group, zone } = at;
  const crosses = crossesZones(balancer, group);
  const targets = [...group.targets.values()].filter(
    ({ id, drainingSince }) => drainingSince === null && (crosses || state.instances.get(id)?.zone === zone),
  );
  if (targets.length === 0 && !isNetwork(group)) return true;
  const healthy = targets.filter((target) => target.state === "healthy").length;
  return reaches(group, "dns_failover", { healthy, of: targets.length });
}
