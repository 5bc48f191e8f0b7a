import type { WorldState } from "../../../world/state.ts";
import type { World } from "../../../world/world.ts";
import { lag } from "../balancing/lag.ts";
import { namedTargetGroups, zonesOf } from "../routing.ts";
import type { RuleRecord, TargetGroupRecord, TargetRecord } from "../state.ts";
import { beginChecks, endChecks } from "./health-checks.ts";

export const NOT_IN_USE = {
  reason: "Target.NotInUse",
  description: "Target group is not configured to receive traffic from the load balancer",
} as const;

const NOT_IN_ZONE = {
  reason: "Target.NotInUse",
  description: "Target is in an Availability Zone that is not enabled for the load balancer",
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

/** How a load balancer uses a target group. */
interface GroupUse {
  /** From when on it checks its targets and routes to them. */
  readonly readyAt: number;
  /** The zones that are enabled for it. */
  readonly zones: ReadonlySet<string>;
}

/** How the group is used, as far as some rule names it. */
export function useOf(state: WorldState, targetGroupArn: string): GroupUse | undefined {
  for (const rule of state.rules.values())
    if (named(rule).includes(targetGroupArn)) return useBy(state, rule);
  return undefined;
}

function useBy(state: WorldState, { listenerArn }: RuleRecord): GroupUse | undefined {
  const balancer = state.loadBalancers.get(state.listeners.get(listenerArn)?.loadBalancerArn ?? "");
  return balancer && { readyAt: balancer.activeAt, zones: new Set(zonesOf(state, balancer)) };
}

/** Starts or ends the health checks of every target group that rules have begun or ceased to name. */
export function refreshUse(world: World): void {
  const { rules, targetGroups } = world.state;
  const uses = new Map<string, GroupUse | undefined>();
  for (const rule of rules.values()) {
    const names = named(rule).filter((arn) => !uses.has(arn));
    const use = names.length > 0 ? useBy(world.state, rule) : undefined;
    for (const arn of names) uses.set(arn, use);
  }
  for (const group of targetGroups.values())
    for (const target of group.targets.values()) refreshTarget(world, group, target, uses.get(group.arn));
}

/**
 * Brings one target's state in line with its instance and with how its group is used. It is not used either where "the target is
 * in an Availability Zone that is not enabled for its load balancer" (ELB/TargetHealth).
 */
export function refreshTarget(
  world: World,
  group: TargetGroupRecord,
  target: TargetRecord,
  use: GroupUse | undefined,
): void {
  if (target.drainingSince !== null) return;
  const instance = world.state.instances.get(target.id);
  const ended = instance === undefined || instance.state === "stopped" || instance.state === "terminated";
  const was = target.checkedFrom !== null;
  if (ended || !use?.zones.has(instance.zone)) lag(world, group, target, "ill");
  if (ended) endChecks(target, world.now(), INVALID_STATE);
  else if (use === undefined) endChecks(target, world.now(), NOT_IN_USE);
  else if (!use.zones.has(instance.zone)) endChecks(target, world.now(), NOT_IN_ZONE);
  else if (!was) return beginChecks(world, group, target, use.readyAt);
  if (was && target.checkedFrom === null) {
    world.happened("elasticloadbalancing", "target-unused", `${group.arn}/${target.key}`, {
      reason: target.reason,
    });
  }
}
