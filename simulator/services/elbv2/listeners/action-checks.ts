import type { WorldState } from "../../../world/state.ts";
import { ServiceFault } from "../../operation.ts";
import { invalidConfiguration, loadBalancerOf, targetGroupOf } from "../faults.ts";
import { limitOf } from "../quotas.ts";
import { forwardOf, isNetwork, loadBalancersUsing, namedTargetGroups } from "../routing.ts";
import type { ActionRecord, ListenerRecord } from "../state.ts";
import { checkTargetCount } from "../target-groups/target-quota.ts";

/**
 * Checks that a load balancer can carry these actions out: the target groups exist, speak its protocols, belong to no
 * other load balancer and fit its quotas. Throws the documented errors of ELB/CreateListener and ELB/CreateRule.
 */
export function checkActions(
  state: WorldState,
  listener: Pick<ListenerRecord, "loadBalancerArn">,
  actions: readonly ActionRecord[],
): void {
  const balancer = loadBalancerOf(state, listener.loadBalancerArn);
  const groups = namedTargetGroups(actions).map((arn) => targetGroupOf(state, arn));
  for (const group of groups) {
    if (isNetwork(group) !== (balancer.type === "network"))
      throw new ServiceFault(
        "IncompatibleProtocols",
        `The protocol '${group.protocol}' of target group '${group.arn}' does not fit load balancer '${balancer.arn}'`,
      );
    if (loadBalancersUsing(state, group.arn).some((arn) => arn !== balancer.arn))
      throw new ServiceFault(
        "TargetGroupAssociationLimit",
        `The following target groups cannot be associated with more than one load balancer: ${group.arn}`,
      );
  }
  refusePlainWeightsOverSticky(state, actions);
  const joining = new Set(groups.map((group) => group.arn));
  for (const group of state.targetGroups.values())
    if (loadBalancersUsing(state, group.arn).includes(balancer.arn)) joining.add(group.arn);
  if (
    balancer.type === "application" &&
    joining.size > limitOf(state, "target-groups-per-application-load-balancer")
  )
    throw new ServiceFault(
      "TooManyUniqueTargetGroupsPerLoadBalancer",
      `The maximum number of target groups of load balancer '${balancer.arn}' has been reached`,
    );
  const ids = [...joining].flatMap((arn) => [...targetGroupOf(state, arn).targets.keys()]);
  checkTargetCount(state, balancer, ids);
}

/** Stickiness to targets needs stickiness to target groups where several are weighed (aws-facts 1.4). */
function refusePlainWeightsOverSticky(state: WorldState, actions: readonly ActionRecord[]): void {
  const forward = forwardOf(actions);
  if (forward === undefined || forward.targetGroups.length < 2 || forward.stickiness?.enabled) return;
  for (const { arn } of forward.targetGroups) {
    if (targetGroupOf(state, arn).attributes.get("stickiness.enabled") !== "true") continue;
    throw invalidConfiguration(
      `Target group '${arn}' has stickiness enabled. You must enable group stickiness on the rule`,
    );
  }
}
