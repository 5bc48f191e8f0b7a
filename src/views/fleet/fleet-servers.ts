import type { GroupInstance } from "../../aws/auto-scaling/auto-scaling.ts";
import { type Generation, targetGroupsOf } from "../../domain/generation.ts";
import type { ServerState, ViewServer } from "./server-states.ts";

type Instance = Pick<GroupInstance, "id" | "zone" | "lifecycleState" | "healthy">;

/** What AWS has of a fleet's servers. */
export interface FleetInstances {
  /** By the group's name. */
  readonly groups: ReadonlyMap<string, { readonly instances: readonly Instance[] }>;
  /** By the target group's ARN, then by the server's id: the target's state. */
  readonly targets: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** The servers of these generations, in the order of the generations. */
export function fleetServers(
  generations: readonly Pick<Generation, "number" | "group" | "targetGroup" | "targetGroups">[],
  { groups, targets }: FleetInstances,
): ViewServer[] {
  return generations.flatMap(({ number, group, ...own }) =>
    (groups.get(group)?.instances ?? []).map((instance) => ({
      id: instance.id,
      zone: instance.zone,
      generation: number,
      state: stateOf(instance, targetState(instance.id, targetGroupsOf(own), targets)),
      ageSeconds: null,
    })),
  );
}

/** Of several target groups the state in the one in which the server is not healthy. */
function targetState(
  id: string,
  arns: readonly string[],
  targets: FleetInstances["targets"],
): string | undefined {
  const states = arns.map((arn) => targets.get(arn)?.get(id) ?? "unused");
  return states.find((state) => state !== "healthy") ?? states[0];
}

/**
 * One word from the two that AWS says: the group's lifecycle state (aws-facts 1.2) and the load balancer's target state
 * (aws-facts 1.4), undefined where there is no target group.
 */
export function stateOf(
  instance: Pick<GroupInstance, "lifecycleState" | "healthy">,
  target: string | undefined,
): ServerState {
  const { lifecycleState, healthy } = instance;
  if (lifecycleState === "Terminated" || lifecycleState === "Detached") return "gone";
  if (lifecycleState.startsWith("Terminating")) return target === "draining" ? "draining" : "terminating";
  if (lifecycleState === "Pending") return "pending";
  if (lifecycleState.startsWith("Pending")) return "booting";
  if (target === "draining") return "draining";
  if (!healthy || target === "unhealthy") return "unhealthy";
  return target === undefined || target === "healthy" || target === "unused" ? "healthy" : "booting";
}
