import type { GroupInstance } from "../../aws/auto-scaling/auto-scaling.ts";
import { type Generation, targetGroupsOf } from "../../domain/generation.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import type { ServerState, ViewServer } from "./server-states.ts";
import { type ServerTimes, serverTimes } from "./server-times.ts";

type Instance = Pick<GroupInstance, "id" | "zone" | "lifecycleState" | "healthy">;

/** What AWS has of a fleet's servers. */
export interface FleetInstances {
  /** By the group's name. */
  readonly groups: ReadonlyMap<string, { readonly instances: readonly Instance[] }>;
  /** By the target group's ARN, then by the server's id: the target's state. Null: it could not be asked. */
  readonly targets: ReadonlyMap<string, ReadonlyMap<string, string> | null>;
}

/** What the ledger has of the fleet, and when that is looked at. */
interface Fleet {
  readonly generations: readonly Generation[];
  readonly rollout: RolloutRecord | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The servers of a fleet, in the order of its generations. */
export function fleetServers(fleet: Fleet, { groups, targets }: FleetInstances): ViewServer[] {
  return fleet.generations.flatMap((generation) => {
    const times = serverTimes(generation, fleet);
    return (groups.get(generation.group)?.instances ?? []).map((instance) => ({
      id: instance.id,
      zone: instance.zone,
      generation: generation.number,
      state: stateOf(instance, targetState(instance.id, targetGroupsOf(generation), targets), times),
      ageSeconds: null,
    }));
  });
}

/** Of several target groups the state in the one in which the server is not healthy; `unreadable` where one could not be asked. */
function targetState(
  id: string,
  arns: readonly string[],
  targets: FleetInstances["targets"],
): string | undefined {
  const states = arns.map((arn) => {
    const of = targets.get(arn);
    return of === null ? "unreadable" : (of?.get(id) ?? "unused");
  });
  return states.find((state) => state !== "healthy") ?? states[0];
}

/**
 * One word from the two that AWS says: the group's lifecycle state (aws-facts 1.2) and the load balancer's target state
 * (aws-facts 1.4), undefined where there is no target group; and from how long it has had to become healthy. The load balancer calls
 * a server unhealthy that boots, too.
 */
export function stateOf(
  instance: Pick<GroupInstance, "lifecycleState" | "healthy">,
  target: string | undefined,
  times: ServerTimes,
): ServerState {
  const { lifecycleState, healthy } = instance;
  const leaving = leavingState(lifecycleState, target);
  if (leaving !== null) return leaving;
  if (lifecycleState === "Pending") return "pending";
  if (lifecycleState.startsWith("Pending")) return notYet(times);
  if (!healthy) return "unhealthy";
  if (target === "unreadable") return "unreadable";
  if (target === "unhealthy") return times.wasHealthy ? "unhealthy" : notYet(times);
  // What is just registered, and what the load balancer does not name.
  if (target !== undefined && target !== "healthy" && target !== "unused") return notYet(times);
  return times.hasTraffic && target !== "unused" ? "healthy" : "ready";
}

function leavingState(lifecycleState: string, target: string | undefined): ServerState | null {
  if (lifecycleState === "Terminated" || lifecycleState === "Detached") return "gone";
  if (lifecycleState.startsWith("Terminating")) return target === "draining" ? "draining" : "terminating";
  if (lifecycleState === "Standby" || lifecycleState === "EnteringStandby") return "isolated";
  return target === "draining" ? "draining" : null;
}

/** A server that has not become healthy: in its time, past it, or past all of it. */
function notYet({ elapsed, expected, deadline, wasHealthy }: ServerTimes): ServerState {
  // A server of a generation that was healthy is a younger one: its own launch is not known.
  if (wasHealthy || elapsed <= expected) return "booting";
  return elapsed <= deadline ? "late" : "unhealthy";
}
