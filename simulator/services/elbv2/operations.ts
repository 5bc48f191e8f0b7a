import type { OperationTable } from "../operation.ts";
import { describeAccountLimits } from "./account-limits.ts";
import { describeListenerAttributes, modifyListenerAttributes } from "./listeners/listener-attributes.ts";
import { createListener, deleteListener, describeListeners, modifyListener } from "./listeners/listeners.ts";
import { createRule, deleteRule, describeRules, modifyRule, setRulePriorities } from "./listeners/rules.ts";
import {
  describeLoadBalancerAttributes,
  modifyLoadBalancerAttributes,
} from "./load-balancers/load-balancer-attributes.ts";
import {
  describeCapacityReservation,
  setSecurityGroups,
  setSubnets,
} from "./load-balancers/load-balancer-changes.ts";
import {
  createLoadBalancer,
  deleteLoadBalancer,
  describeLoadBalancers,
} from "./load-balancers/load-balancers.ts";
import { addTags, describeTags, removeTags } from "./tags.ts";
import { deregisterTargets, describeTargetHealth, registerTargets } from "./target-groups/registration.ts";
import {
  describeTargetGroupAttributes,
  modifyTargetGroupAttributes,
} from "./target-groups/target-group-attributes.ts";
import {
  createTargetGroup,
  deleteTargetGroup,
  describeTargetGroups,
  modifyTargetGroup,
} from "./target-groups/target-groups.ts";

/** Elastic Load Balancing v2: the calls that are simulated, by name. */
export const operations: OperationTable = {
  AddTags: addTags,
  CreateListener: createListener,
  CreateLoadBalancer: createLoadBalancer,
  CreateRule: createRule,
  CreateTargetGroup: createTargetGroup,
  DeleteListener: deleteListener,
  DeleteLoadBalancer: deleteLoadBalancer,
  DeleteRule: deleteRule,
  DeleteTargetGroup: deleteTargetGroup,
  DeregisterTargets: deregisterTargets,
  DescribeAccountLimits: describeAccountLimits,
  DescribeCapacityReservation: describeCapacityReservation,
  DescribeListenerAttributes: describeListenerAttributes,
  DescribeListeners: describeListeners,
  DescribeLoadBalancerAttributes: describeLoadBalancerAttributes,
  DescribeLoadBalancers: describeLoadBalancers,
  DescribeRules: describeRules,
  DescribeTags: describeTags,
  DescribeTargetGroupAttributes: describeTargetGroupAttributes,
  DescribeTargetGroups: describeTargetGroups,
  DescribeTargetHealth: describeTargetHealth,
  ModifyListenerAttributes: modifyListenerAttributes,
  ModifyListener: modifyListener,
  ModifyLoadBalancerAttributes: modifyLoadBalancerAttributes,
  ModifyRule: modifyRule,
  ModifyTargetGroup: modifyTargetGroup,
  ModifyTargetGroupAttributes: modifyTargetGroupAttributes,
  RegisterTargets: registerTargets,
  RemoveTags: removeTags,
  SetRulePriorities: setRulePriorities,
  SetSecurityGroups: setSecurityGroups,
  SetSubnets: setSubnets,
};
