import type { WorldState } from "../../world/state.ts";
import { ServiceFault } from "../operation.ts";
import type { ListenerRecord, LoadBalancerRecord, RuleRecord, TargetGroupRecord } from "./state.ts";

/** The value of a required parameter. Throws ValidationError when the caller left it out. */
export function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw invalid(`'${name}' must be specified`);
  return value;
}

export const invalid = (message: string): ServiceFault => new ServiceFault("ValidationError", message);

export const invalidConfiguration = (message: string): ServiceFault =>
  new ServiceFault("InvalidConfigurationRequest", message);

/** The target group of this ARN. Throws TargetGroupNotFound. */
export function targetGroupOf(state: WorldState, arn: string | undefined): TargetGroupRecord {
  const found = state.targetGroups.get(required(arn, "TargetGroupArn"));
  if (found) return found;
  throw new ServiceFault("TargetGroupNotFound", `Target groups '${arn}' not found`);
}

/** The load balancer of this ARN. Throws LoadBalancerNotFound. */
export function loadBalancerOf(state: WorldState, arn: string | undefined): LoadBalancerRecord {
  const found = state.loadBalancers.get(required(arn, "LoadBalancerArn"));
  if (found) return found;
  throw new ServiceFault("LoadBalancerNotFound", `Load balancers '[${arn}]' not found`);
}

/** The listener of this ARN. Throws ListenerNotFound. */
export function listenerOf(state: WorldState, arn: string | undefined): ListenerRecord {
  const found = state.listeners.get(required(arn, "ListenerArn"));
  if (found) return found;
  throw new ServiceFault("ListenerNotFound", `Listeners '${arn}' not found`);
}

/** The rule of this ARN. Throws RuleNotFound. */
export function ruleOf(state: WorldState, arn: string | undefined): RuleRecord {
  const found = state.rules.get(required(arn, "RuleArn"));
  if (found) return found;
  throw new ServiceFault("RuleNotFound", `Rules '${arn}' not found`);
}
