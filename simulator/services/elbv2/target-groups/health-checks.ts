import type { World } from "../../../world/world.ts";
import { lag } from "../balancing/lag.ts";
import { beginSlowStart } from "../balancing/slow-start.ts";
import { isNetwork } from "../routing.ts";
import { checkFailure } from "../serving.ts";
import type { TargetGroupRecord, TargetRecord, TargetState } from "../state.ts";

/**
 * A Network Load Balancer routes to a target after its first check as well, but registering takes longer: AWS says it
 * "can take a few minutes" (aws-facts 1.4), and users measure about two (aws-facts 8.7). While the load balancer itself is set up, its
 * targets are registered as well.
 */
const NETWORK_REGISTRATION_SECONDS = 120;

/**
 * Puts a target under checks, from now on or from when its load balancer is active (`readyAt`): `initial` until a check has
 * passed.
 */
export function beginChecks(
  world: World,
  group: TargetGroupRecord,
  target: TargetRecord,
  readyAt: number,
): void {
  const now = world.now();
  const registering = isNetwork(group) ? NETWORK_REGISTRATION_SECONDS * 1000 : 0;
  target.checkedFrom = Math.max(now + registering, readyAt);
  target.hasPassed = false;
  target.streak = { passing: passes(world, group, target), since: now, before: 0 };
  setState(target, now, {
    state: "initial",
    reason: "Elb.InitialHealthChecking",
    description: "Initial health checks in progress",
  });
  scheduleVerdict(world, group, target);
}

/** Ends the checks of a target: nothing names its target group, or its instance is stopped or terminated. */
export function endChecks(
  target: TargetRecord,
  now: number,
  why: { reason: string; description: string },
): void {
  target.checkedFrom = null;
  setState(target, now, { state: "unused", ...why });
}

/** Looks at what the checks of a target answer from now on, and schedules the one check that will change its state. */
export function noticeServer(world: World, group: TargetGroupRecord, target: TargetRecord): void {
  if (target.checkedFrom === null) return;
  const passing = passes(world, group, target);
  if (passing === target.streak.passing) return scheduleReason(world, group, target);
  target.streak = { passing, since: world.now(), before: 0 };
  scheduleVerdict(world, group, target);
}

/**
 * Lets new health check settings of a group take hold. Targets keep their state, and how often in a row they passed or failed,
 * until the next check, which is by the new settings: AWS documents no more than that they are those "the load balancer
 * uses when performing health checks" (ELB/ModifyTargetGroup). A new interval counts from now on.
 */
export function changeChecks(world: World, group: TargetGroupRecord, change: () => void): void {
  const now = world.now();
  const interval = group.healthCheckIntervalSeconds;
  const checked = [...group.targets.values()].filter(({ checkedFrom }) => (checkedFrom ?? now) < now);
  const before = checked.map((target) => ({ target, ...checksMade(group, target, now) }));
  change();
  for (const { target, count, last } of before) {
    target.checkedFrom = interval === group.healthCheckIntervalSeconds ? last : now;
    target.streak = { ...target.streak, since: now, before: count };
  }
  for (const target of group.targets.values()) {
    noticeServer(world, group, target);
    scheduleVerdict(world, group, target);
  }
}

/** How many checks in a row have answered as the last one did, and when that was. */
function checksMade(
  group: TargetGroupRecord,
  { checkedFrom, streak }: TargetRecord,
  now: number,
): { readonly count: number; readonly last: number } {
  const interval = group.healthCheckIntervalSeconds * 1000;
  const start = checkedFrom ?? now;
  const made = Math.floor((now - start) / interval);
  const first = Math.max(1, Math.ceil((streak.since - start) / interval));
  return { count: streak.before + Math.max(0, made - first + 1), last: start + made * interval };
}

/** Schedules the check that will change the state of a target, if one will. Never one action per check. */
function scheduleVerdict(world: World, group: TargetGroupRecord, target: TargetRecord): void {
  const due = verdictDue(group, target);
  if (due === undefined) return;
  const { arn } = group;
  const { key } = target;
  world.after((due - world.now()) / 1000, () => reachVerdict(world, arn, key));
}

/**
 * When the checks of a target will have changed its state. A new target is healthy after one passed check (aws-facts
 * 1.4), also when it failed before that: AWS asks "one health check" of it "after your target is registered". To come
 * back takes `healthyThreshold` in a row, to fall `unhealthyThreshold`.
 */
function verdictDue(group: TargetGroupRecord, target: TargetRecord): number | undefined {
  const checks = checksNeeded(group, target);
  if (checks === 0 || target.checkedFrom === null) return undefined;
  const interval = group.healthCheckIntervalSeconds * 1000;
  const { since, before } = target.streak;
  const firstOfStreak = Math.max(1, Math.ceil((since - target.checkedFrom) / interval));
  return target.checkedFrom + (firstOfStreak + Math.max(1, checks - before) - 1) * interval;
}

function checksNeeded(group: TargetGroupRecord, target: TargetRecord): number {
  if (target.streak.passing) {
    if (target.state !== "initial" && !isIll(target)) return 0;
    return target.hasPassed ? group.healthyThreshold : 1;
  }
  return target.state === "initial" || target.state === "healthy" ? group.unhealthyThreshold : 0;
}

const isIll = ({ state }: TargetRecord): boolean => state === "unhealthy" || state === "unhealthy.draining";

// The world may have changed since the action was scheduled: the verdict is reached only if it is due now.
function reachVerdict(world: World, groupArn: string, key: string): void {
  const group = world.state.targetGroups.get(groupArn);
  const target = group?.targets.get(key);
  if (group === undefined || target === undefined) return;
  const due = verdictDue(group, target);
  if (due === undefined || due > world.now()) return;
  if (target.streak.passing) {
    setState(target, world.now(), { state: "healthy", reason: null, description: null });
    group.lagging.delete(key);
    beginSlowStart(world, group, target);
    target.hasPassed = true;
    world.happened("elasticloadbalancing", "target-healthy", `${groupArn}/${key}`);
  } else fail(world, group, target);
}

function fail(world: World, group: TargetGroupRecord, target: TargetRecord): void {
  const now = world.now();
  const { key } = target;
  const draining = drainingSeconds(group, target);
  lag(world, group, target, "ill");
  setState(target, now, {
    state: draining > 0 ? "unhealthy.draining" : "unhealthy",
    reason: target.reason,
    description: target.description,
    ...checkFailure(group, target, world.state.instances.get(target.id), now),
  });
  world.happened("elasticloadbalancing", "target-unhealthy", `${group.arn}/${key}`, {
    reason: target.reason,
  });
  const since = target.stateSince;
  const { arn } = group;
  if (draining > 0) world.after(draining, () => endUnhealthyDraining(world, { arn, key, since }));
}

/**
 * How long a target that fell is `unhealthy.draining`: the draining interval of a Network Load Balancer that leaves the
 * connections of unhealthy targets alone (ELB/TargetGroupAttribute).
 */
function drainingSeconds({ attributes }: TargetGroupRecord, { state }: TargetRecord): number {
  const isKept = attributes.get("target_health_state.unhealthy.connection_termination.enabled") === "false";
  if (!isKept || state !== "healthy") return 0;
  return Number(attributes.get("target_health_state.unhealthy.draining_interval_seconds") ?? 0);
}

function endUnhealthyDraining(
  world: World,
  { arn, key, since }: { readonly arn: string; readonly key: string; readonly since: number },
): void {
  const target = world.state.targetGroups.get(arn)?.targets.get(key);
  if (target?.state !== "unhealthy.draining" || target.stateSince !== since) return;
  const { reason, description } = target;
  setState(target, world.now(), { state: "unhealthy", reason, description });
  world.happened("elasticloadbalancing", "target-unhealthy", `${arn}/${key}`, { reason });
}

/** Lets the next check of an unhealthy target say why it fails by then, where that is another reason. */
function scheduleReason(world: World, group: TargetGroupRecord, target: TargetRecord): void {
  if (!isIll(target) || target.streak.passing || target.checkedFrom === null) return;
  const now = world.now();
  const failure = checkFailure(group, target, world.state.instances.get(target.id), now);
  if (failure === null || failure.description === target.description) return;
  const interval = group.healthCheckIntervalSeconds * 1000;
  const next = target.checkedFrom + Math.ceil((now - target.checkedFrom) / interval) * interval;
  const { arn } = group;
  const { key } = target;
  world.after((next - now) / 1000, () => tellReason(world, arn, key));
}

function tellReason(world: World, groupArn: string, key: string): void {
  const group = world.state.targetGroups.get(groupArn);
  const target = group?.targets.get(key);
  if (group === undefined || target === undefined || !isIll(target) || target.streak.passing) return;
  const now = world.now();
  const failure = checkFailure(group, target, world.state.instances.get(target.id), now);
  if (failure !== null) setState(target, now, { state: target.state, ...failure });
}

const passes = (world: World, group: TargetGroupRecord, target: TargetRecord): boolean =>
  checkFailure(group, target, world.state.instances.get(target.id), world.now()) === null;

export function setState(
  target: TargetRecord,
  now: number,
  to: { state: TargetState; reason: string | null; description: string | null },
): void {
  if (target.state !== to.state) target.stateSince = now;
  target.state = to.state;
  target.reason = to.reason;
  target.description = to.description;
}
