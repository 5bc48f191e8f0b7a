import type { WorldState } from "../../../world/state.ts";
import type { World } from "../../../world/world.ts";
import { loadBalancersUsing, namedTargetGroups } from "../routing.ts";
import type { RuleRecord, TargetGroupRecord, TargetRecord } from "../state.ts";
import { beginChecks, endChecks } from "./health-checks.ts";
import { targetKey } from "./target-keys.ts";

export const NOT_IN_USE = {
  reason: "Target.NotInUse",
  description: "Target group is not configured to receive traffic from the load balancer",
} as const;

const INVALID_STATE = {
  reason: "Target.InvalidState",
  description: "Target is in the stopped or terminated state",
} as const;

/**
 * Whether some rule names this target group. At weight 0 it is named as well: AWS checks "all targets registered to a
 * target group that is specified in a listener rule" (aws-facts 1.4).
 */
export function isUsed(state: WorldState, targetGroupArn: string): boolean {
  for (const rule of state.rules.values()) if (named(rule).includes(targetGroupArn)) return true;
  return false;
}

/** What a rule names, and what it named as long as some nodes still act on that. */
const named = ({ actions, previous }: RuleRecord): string[] => [
  ...namedTargetGroups(actions),
  ...namedTargetGroups(previous?.actions ?? []),
];

/** When the load balancer that uses a target group is set up; in the past where it is already. */
const readyAt = (state: WorldState, targetGroupArn: string): number =>
  Math.max(
    0,
    ...loadBalancersUsing(state, targetGroupArn).map((arn) => state.loadBalancers.get(arn)?.activeAt ?? 0),
  );

/** Starts or ends the health checks of every target group that rules have begun or ceased to name. */
export function refreshUse(world: World): void {
  const used = new Set([...world.state.rules.values()].flatMap(named));
  for (const group of world.state.targetGroups.values())
    for (const target of group.targets.values()) refreshTarget(world, group, target, used.has(group.arn));
}

/** Brings one target's state in line with its instance and with whether its group is used. */
export function refreshTarget(
  world: World,
  group: TargetGroupRecord,
  target: TargetRecord,
  used: boolean,
): void {
  if (target.drainingSince !== null) return;
  const instance = world.state.instances.get(target.id);
  const ended = instance === undefined || instance.state === "stopped" || instance.state === "terminated";
  const was = target.checkedFrom !== null;
  if (ended) endChecks(target, world.now(), INVALID_STATE);
  else if (!used) endChecks(target, world.now(), NOT_IN_USE);
  else if (!was) return beginChecks(world, group, target, readyAt(world.state, group.arn));
  if (was && target.checkedFrom === null) {
    const key = targetKey(group, target.id, target.port);
    world.happened("elasticloadbalancing", "target-unused", `${group.arn}/${key}`, {
      reason: target.reason,
    });
  }
}
