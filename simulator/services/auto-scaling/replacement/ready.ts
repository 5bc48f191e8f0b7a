import type { World } from "../../../world/world.ts";
import { listensToLoadBalancer } from "../capacity/health.ts";
import type { GroupInstance, GroupRecord } from "../state.ts";

/** From in service until a server counts as ready: the group's default warm-up (IMP, "Instance warmup"). */
export const warmupOf = (group: GroupRecord): number => group.defaultInstanceWarmup ?? 0;

/** Whether the server is in service, and has been for `warmupSeconds`. */
export const isWarm = (world: World, instance: GroupInstance, warmupSeconds: number): boolean =>
  instance.lifecycleState === "InService" &&
  instance.inServiceAt !== null &&
  world.now() >= instance.inServiceAt + warmupSeconds * 1000;

/**
 * Whether a server may take the place of another: it is warm, and passes the health checks that its group listens to
 * (aws-facts 8.3: the old one is ended after the new one passed its health check).
 */
export function isReady(
  world: World,
  group: GroupRecord,
  instance: GroupInstance,
  warmupSeconds: number,
): boolean {
  if (instance.healthStatus !== "Healthy" || !isWarm(world, instance, warmupSeconds)) return false;
  return (
    !listensToLoadBalancer(group) || instance.registeredWith.every((arn) => passes(world, arn, instance))
  );
}

// A target group that no rule names checks nobody: its targets are `unused` (aws-facts 1.4).
function passes({ state }: World, arn: string, { id }: GroupInstance): boolean {
  const target = state.targetGroups.get(arn)?.targets.get(id)?.state;
  return target === undefined || target === "healthy" || target === "unused";
}
