import type { World } from "../../../world/world.ts";
import { isNetwork } from "../routing.ts";
import { answeredStatus, passesCheck, reach } from "../serving.ts";
import type { TargetGroupRecord, TargetRecord, TargetState } from "../state.ts";

/**
 * A Network Load Balancer routes to a target after its first check as well, but registering takes longer: AWS says it
 * "can take a few minutes" (aws-facts 1.4). Ten seconds is a quiet day's share of that.
 */
const NETWORK_REGISTRATION_SECONDS = 10;

/** Until when a target's registration is in progress, before its first check can be due. */
export function registeredFrom(group: TargetGroupRecord, target: TargetRecord): number {
  const started = target.checkedFrom ?? target.registeredAt;
  return started + (isNetwork(group) ? NETWORK_REGISTRATION_SECONDS * 1000 : 0);
}

/** Puts a target under checks from now on: `initial` until a check has passed. */
export function beginChecks(world: World, group: TargetGroupRecord, target: TargetRecord): void {
  const now = world.now();
  target.checkedFrom = now;
  target.hasPassed = false;
  target.streak = { passing: passesCheck(group, world.state.instances.get(target.id), now), since: now };
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
  const now = world.now();
  const passing = passesCheck(group, world.state.instances.get(target.id), now);
  if (passing === target.streak.passing) return;
  target.streak = { passing, since: now };
  scheduleVerdict(world, group, target);
}

/** Schedules the check that will change the state of a target, if one will. Never one action per check. */
export function scheduleVerdict(world: World, group: TargetGroupRecord, target: TargetRecord): void {
  const due = verdictDue(group, target);
  if (due === undefined) return;
  const { arn } = group;
  const { id } = target;
  world.after((due - world.now()) / 1000, () => reachVerdict(world, arn, id));
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
  const start = registeredFrom(group, target);
  const firstOfStreak = Math.max(1, Math.ceil((target.streak.since - start) / interval));
  return start + (firstOfStreak + checks - 1) * interval;
}

function checksNeeded(group: TargetGroupRecord, target: TargetRecord): number {
  if (target.streak.passing) {
    if (target.state !== "initial" && target.state !== "unhealthy") return 0;
    return target.hasPassed ? group.healthyThreshold : 1;
  }
  return target.state === "initial" || target.state === "healthy" ? group.unhealthyThreshold : 0;
}

// The world may have changed since the action was scheduled: the verdict is reached only if it is due now.
function reachVerdict(world: World, groupArn: string, targetId: string): void {
  const group = world.state.targetGroups.get(groupArn);
  const target = group?.targets.get(targetId);
  if (group === undefined || target === undefined) return;
  const due = verdictDue(group, target);
  if (due === undefined || due > world.now()) return;
  const { passing } = target.streak;
  if (passing) setState(target, world.now(), { state: "healthy", reason: null, description: null });
  else setState(target, world.now(), { state: "unhealthy", ...failure(world, group, target) });
  target.hasPassed ||= passing;
  const kind = passing ? "target-healthy" : "target-unhealthy";
  const detail = target.reason === null ? undefined : { reason: target.reason };
  world.happened("elasticloadbalancing", kind, `${groupArn}/${targetId}`, detail);
}

/** The reason codes of ELB/TargetHealth for a target that fails its checks. */
function failure(
  world: World,
  group: TargetGroupRecord,
  target: TargetRecord,
): { reason: string; description: string } {
  const instance = world.state.instances.get(target.id);
  if (group.healthCheckProtocol === "TCP")
    return { reason: "Target.FailedHealthChecks", description: "Health checks failed" };
  if (instance === undefined || reach(instance, world.now()) === "down")
    return { reason: "Target.Timeout", description: "Request timed out" };
  const status = answeredStatus(instance, world.now());
  return {
    reason: "Target.ResponseCodeMismatch",
    description: `Health checks failed with these codes: [${status}]`,
  };
}

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
