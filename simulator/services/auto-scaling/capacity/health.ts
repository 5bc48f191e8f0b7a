import type { World } from "../../../world/world.ts";
import type { GroupInstance, GroupRecord } from "../state.ts";
import { wake } from "./wake.ts";

/**
 * Marks a server unhealthy when EC2 does not run it any more, or when the group listens to its load balancers (ELB in
 * HealthCheckType), the grace period is over and a target group calls it unhealthy. Results of load balancers are
 * ignored until ELB is in the list (aws-facts 1.2). Nothing is marked while HealthCheck is suspended.
 */
export function judge(world: World, group: GroupRecord, instance: GroupInstance): void {
  if (group.suspended.has("HealthCheck") || instance.lifecycleState !== "InService") return;
  if (instance.healthStatus === "Unhealthy") return;
  if (
    !runs(world, instance) ||
    (afterGrace(world, group, instance) && failsInTraffic(world, group, instance))
  ) {
    instance.healthStatus = "Unhealthy";
    wake(world, group);
  }
}

/** Judges a server, and again when its grace period ends, since results within it count for nothing. */
export function judgeNowAndAfterGrace(world: World, group: GroupRecord, instance: GroupInstance): void {
  judge(world, group, instance);
  if (instance.healthStatus === "Unhealthy" || instance.inServiceAt === null) return;
  const graceEnds = instance.inServiceAt + group.healthCheckGraceSeconds * 1000;
  if (graceEnds <= world.now()) return;
  const { name } = group;
  const { id } = instance;
  world.after((graceEnds - world.now()) / 1000, () => {
    const found = world.state.groups.get(name);
    const member = found?.instances.get(id);
    if (found && member) judge(world, found, member);
  });
}

/** Whether the server's grace period is over: it runs from the moment the server came into service. */
export const afterGrace = (world: World, group: GroupRecord, instance: GroupInstance): boolean =>
  instance.inServiceAt !== null && world.now() >= instance.inServiceAt + group.healthCheckGraceSeconds * 1000;

/** Whether the group listens to the health checks of its load balancers. */
export const listensToLoadBalancer = (group: GroupRecord): boolean =>
  group.healthCheckType.split(",").some((type) => type.trim() === "ELB");

/** Whether EC2 runs the server, as the immediate health check of aws-facts 1.3 asks. */
export function runs(world: World, { id }: GroupInstance): boolean {
  const state = world.state.instances.get(id)?.state;
  return state === "running" || state === "pending";
}

function failsInTraffic(world: World, group: GroupRecord, instance: GroupInstance): boolean {
  if (!listensToLoadBalancer(group)) return false;
  return instance.registeredWith.some(
    (arn) => world.state.targetGroups.get(arn)?.targets.get(instance.id)?.state === "unhealthy",
  );
}

/** How many unhealthy servers may be on their way out at once: a tenth of the group, at least one (aws-facts 1.3). */
export const replacedAtOnce = (desired: number): number => Math.max(1, Math.floor(desired / 10));
