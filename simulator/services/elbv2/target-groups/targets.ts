import type { World } from "../../../world/world.ts";
import { lag } from "../balancing/lag.ts";
import type { TargetGroupRecord, TargetRecord } from "../state.ts";
import { setState } from "./health-checks.ts";
import { hasRoomFor } from "./target-quota.ts";
import { targetKey } from "./target-keys.ts";
import { NOT_IN_USE, refreshTarget, useOf } from "./target-use.ts";

/**
 * Registers instances with a target group. One that is registered already stays as it is; one that drains is taken
 * back as a new target. `port` overrides the target group's. An unknown target group is passed over: an Auto Scaling
 * group outlives the target groups it names. So is an instance that a quota leaves no room for (aws-facts 2): that is
 * what an Auto Scaling group meets that outgrows its load balancer.
 */
export function registerTargets(
  world: World,
  targetGroupArn: string,
  instanceIds: readonly string[],
  port?: number,
): void {
  const group = world.state.targetGroups.get(targetGroupArn);
  if (group === undefined) return;
  const use = useOf(world.state, group.arn);
  for (const id of instanceIds) {
    const key = targetKey(group, id, port);
    const known = group.targets.get(key);
    if (known && known.drainingSince === null) continue;
    if (!known && !hasRoomFor(world.state, group, key)) {
      world.happened("elasticloadbalancing", "registration-refused", `${group.arn}/${key}`);
      continue;
    }
    const target = newTarget({ key, id, port: port ?? group.port }, world.now());
    if (target.port !== group.port) group.otherPorts.add(target.port);
    group.targets.set(key, target);
    group.lagging.delete(key);
    refreshTarget(world, group, target, use);
    world.happened("elasticloadbalancing", "target-registered", `${group.arn}/${key}`);
  }
}

/**
 * Takes instances out of a target group. A target that could receive requests drains for the deregistration delay and
 * shows `draining` for all of it, even when idle; one that nothing sends to is gone at once. Unknown targets are passed
 * over, as DeregisterTargets does (aws-facts 1.4), and so is one that was registered by another port than `port`, or than the
 * group's when that is left out: "you must specify both the target ID and the port" (ELB/DeregisterTargets).
 */
export function deregisterTargets(
  world: World,
  targetGroupArn: string,
  instanceIds: readonly string[],
  port?: number,
): void {
  const group = world.state.targetGroups.get(targetGroupArn);
  if (group === undefined) return;
  for (const id of instanceIds) {
    const target = group.targets.get(targetKey(group, id, port));
    if (target === undefined || target.drainingSince !== null) continue;
    if (target.state === "unused") remove(world, group, target);
    else drain(world, group, target);
  }
}

function drain(world: World, group: TargetGroupRecord, target: TargetRecord): void {
  const now = world.now();
  lag(world, group, target, "deregistered");
  const seconds = Number(group.attributes.get("deregistration_delay.timeout_seconds"));
  target.checkedFrom = null;
  target.drainingSince = now;
  target.drainsUntil = now + seconds * 1000;
  const description = "Target deregistration is in progress";
  setState(target, now, { state: "draining", reason: "Target.DeregistrationInProgress", description });
  const { key } = target;
  world.happened("elasticloadbalancing", "target-draining", `${group.arn}/${key}`);
  world.after(seconds, () => finishDraining(world, group.arn, key));
}

// The target may have been registered anew, and be draining again, since this was scheduled.
function finishDraining(world: World, groupArn: string, key: string): void {
  const group = world.state.targetGroups.get(groupArn);
  const target = group?.targets.get(key);
  if (group === undefined || target?.drainsUntil == null || target.drainsUntil > world.now()) return;
  remove(world, group, target);
}

function remove(world: World, group: TargetGroupRecord, target: TargetRecord): void {
  const { key, drainingSince } = target;
  group.targets.delete(key);
  world.happened("elasticloadbalancing", "target-drained", `${group.arn}/${key}`, { drainingSince });
}

function newTarget(target: Pick<TargetRecord, "key" | "id" | "port">, now: number): TargetRecord {
  return {
    ...target,
    registeredAt: now,
    state: "unused",
    stateSince: now,
    ...NOT_IN_USE,
    checkedFrom: null,
    hasPassed: false,
    streak: { passing: false, since: now, before: 0 },
    slowStartedAt: null,
    drainingSince: null,
    drainsUntil: null,
  };
}
