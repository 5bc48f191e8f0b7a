import { isActive } from "../services/elbv2/load-balancers/provisioning.ts";
import { defaultRuleOf, effectiveActions, forwardOf, listenersOf } from "../services/elbv2/routing.ts";
import type { ForwardRecord, RuleRecord } from "../services/elbv2/state.ts";
import type { WorldState } from "../world/state.ts";
import type { Outcome } from "./group-answers.ts";

/** Where a stream of requests enters: a rule, a listener (its default rule), or a load balancer (its first listener). */
export type Entrance =
  | { readonly ruleArn: string }
  | { readonly listenerArn: string }
  | { readonly loadBalancerArn: string };

/** What the nodes of the load balancer do with the requests: forward them, or answer them all in one way. */
export type Route = { readonly forward: ForwardRecord } | { readonly answer: Outcome };

export function routeOf(state: WorldState, entrance: Entrance, now: number): Route {
  const rule = ruleAt(state, entrance);
  const balancer = state.loadBalancers.get(loadBalancerAt(state, entrance) ?? "");
  // One that is being provisioned routes nothing yet.
  if (rule === undefined || (balancer && !isActive(balancer, now))) return { answer: "lost:no-route" };
  return routeBy(rule, now);
}

/** What the nodes do by this rule at `now`. */
export function routeBy(rule: RuleRecord, now: number): Route {
  const actions = effectiveActions(rule, now);
  const forward = forwardOf(actions);
  if (forward) return { forward };
  const last = actions.at(-1);
  const config =
    last?.type === "other"
      ? (last.verbatim["FixedResponseConfig"] as { StatusCode?: string } | undefined)
      : undefined;
  return { answer: Number(config?.StatusCode ?? 200) >= 500 ? "lost:fixed-response" : "served" };
}

/** The load balancer that the requests enter by; undefined when it is gone. */
export function loadBalancerAt(state: WorldState, entrance: Entrance): string | undefined {
  if ("loadBalancerArn" in entrance) return entrance.loadBalancerArn;
  const listenerArn =
    "listenerArn" in entrance ? entrance.listenerArn : state.rules.get(entrance.ruleArn)?.listenerArn;
  return listenerArn === undefined ? undefined : state.listeners.get(listenerArn)?.loadBalancerArn;
}

function ruleAt(state: WorldState, entrance: Entrance): RuleRecord | undefined {
  if ("ruleArn" in entrance) return state.rules.get(entrance.ruleArn);
  if ("listenerArn" in entrance) return defaultRuleOf(state, entrance.listenerArn);
  const [listener] = listenersOf(state, entrance.loadBalancerArn);
  return listener && defaultRuleOf(state, listener.arn);
}
