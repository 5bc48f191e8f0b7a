import type { Simulator } from "../../simulator/simulator.ts";

/** What was seen of a fleet's servers, event by event. */
export interface Watched {
  /** The fewest servers that answered behind the load balancer at one instant. */
  leastInService: number;
  /** The most of those that were due that were out of service at one instant and had not ended. */
  mostAtOnce: number;
  /** Those that were due, in the order in which they went out of service. */
  readonly left: string[];
}

/** Looks at the target group and the group of the fleet after everything that happens. */
export function watchServers(
  { world }: Simulator,
  {
    group,
    targetGroup,
    due,
  }: { readonly group: string; readonly targetGroup: string; readonly due: ReadonlySet<string> },
): Watched {
  const seen: Watched = { leastInService: Number.POSITIVE_INFINITY, mostAtOnce: 0, left: [] };
  const gone = new Set<string>();
  world.onWorldEvent(({ service }) => {
    if (service !== "autoscaling" && service !== "elasticloadbalancing") return;
    const targets = [...(world.state.targetGroups.get(targetGroup)?.targets.values() ?? [])];
    const answering = targets.filter(
      ({ state, drainingSince }) => state === "healthy" && drainingSince === null,
    );
    seen.leastInService = Math.min(seen.leastInService, answering.length);
    const members = [...(world.state.groups.get(group)?.instances.values() ?? [])];
    const out = members.filter(({ id, lifecycleState }) => due.has(id) && lifecycleState !== "InService");
    seen.mostAtOnce = Math.max(seen.mostAtOnce, out.length);
    for (const { id } of out) if (!gone.has(id)) seen.left.push(id);
    for (const { id } of out) gone.add(id);
  });
  return seen;
}
