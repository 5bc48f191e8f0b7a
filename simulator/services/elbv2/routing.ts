import type { WorldState } from "../../world/state.ts";
import type {
  ActionRecord,
  ForwardRecord,
  ListenerRecord,
  LoadBalancerRecord,
  RuleRecord,
  TargetGroupRecord,
} from "./state.ts";

/**
 * What the load balancer's nodes do for this rule at `now`: for some seconds after a change, still what it said before.
 * Reads show the new actions at once, so a reading says less than it seems to (design 7, slow convergence).
 */
export function effectiveActions(rule: RuleRecord, now: number): readonly ActionRecord[] {
  return rule.previous !== null && now < rule.previous.until ? rule.previous.actions : rule.actions;
}

/** The forward action among these, if they have one: a rule ends in one action that answers the request. */
export function forwardOf(actions: readonly ActionRecord[]): ForwardRecord | undefined {
  for (const action of actions) if (action.type === "forward") return action.forward;
  return undefined;
}

/** The target groups that these actions name, at whatever weight. */
export function namedTargetGroups(actions: readonly ActionRecord[]): string[] {
  return actions.flatMap((action) =>
    action.type === "forward" ? action.forward.targetGroups.map((each) => each.arn) : [],
  );
}

/** The rules of a listener by priority, its default rule last. */
export function rulesOf(state: WorldState, listenerArn: string): RuleRecord[] {
  return [...state.rules.values()]
    .filter((rule) => rule.listenerArn === listenerArn)
    .toSorted((one, other) => rank(one) - rank(other));
}

export function defaultRuleOf(state: WorldState, listenerArn: string): RuleRecord | undefined {
  for (const rule of state.rules.values())
    if (rule.listenerArn === listenerArn && rule.priority === "default") return rule;
  return undefined;
}

export function listenersOf(state: WorldState, loadBalancerArn: string): ListenerRecord[] {
  return [...state.listeners.values()].filter((each) => each.loadBalancerArn === loadBalancerArn);
}

/** The load balancers that have a rule which names this target group; AWS allows one. */
export function loadBalancersUsing(state: WorldState, targetGroupArn: string): string[] {
  const arns = new Set<string>();
  for (const rule of state.rules.values()) {
    if (!names(rule.actions, targetGroupArn)) continue;
    const listener = state.listeners.get(rule.listenerArn);
    if (listener) arns.add(listener.loadBalancerArn);
  }
  return [...arns];
}

/** The target groups that some rule of this load balancer names: one pass, however many groups there are. */
export function targetGroupsBehind(state: WorldState, loadBalancerArn: string): Set<string> {
  const found = new Set<string>();
  for (const rule of state.rules.values()) {
    if (state.listeners.get(rule.listenerArn)?.loadBalancerArn !== loadBalancerArn) continue;
    for (const arn of namedTargetGroups(rule.actions)) found.add(arn);
  }
  return found;
}

/** As `namedTargetGroups(...).includes`, without making the list. */
const names = (actions: readonly ActionRecord[], arn: string): boolean =>
  actions.some(
    (action) => action.type === "forward" && action.forward.targetGroups.some((each) => each.arn === arn),
  );

/** The zones that are enabled for a load balancer: each has a node. */
export const zonesOf = (state: WorldState, { subnetIds }: Pick<LoadBalancerRecord, "subnetIds">): string[] =>
  subnetIds.map((id) => state.subnets.get(id)?.zone ?? "");

/** True for a target group that a Network Load Balancer uses: its protocol is not one of HTTP's. */
export function isNetwork(group: Pick<TargetGroupRecord, "protocol">): boolean {
  return group.protocol !== "HTTP" && group.protocol !== "HTTPS";
}

const rank = (rule: RuleRecord): number =>
  rule.priority === "default" ? Number.POSITIVE_INFINITY : Number(rule.priority);
