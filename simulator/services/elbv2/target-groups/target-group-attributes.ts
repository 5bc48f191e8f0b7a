import type {
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput,
  ModifyTargetGroupAttributesInput,
  ModifyTargetGroupAttributesOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Operation } from "../../operation.ts";
import {
  type AttributeRules,
  anything,
  apiAttributes,
  changedAttributes,
  flag,
  initialAttributes,
  oneOf,
  whole,
} from "../attribute-change.ts";
import { targetGroupOf } from "../faults.ts";
import { isNetwork } from "../routing.ts";
import type { TargetGroupRecord } from "../state.ts";
import { checkTogether } from "./attributes-together.ts";

/** Attributes with their defaults: ELB/TargetGroupAttribute; delays and slow start: aws-facts 1.4. */
const SHARED: AttributeRules = {
  "deregistration_delay.timeout_seconds": whole("300", 0, 3600),
  "stickiness.enabled": flag(false),
  "load_balancing.cross_zone.enabled": oneOf("use_load_balancer_configuration", "true", "false"),
  "target_group_health.dns_failover.minimum_healthy_targets.count": whole("1", 1, 1000, "off"),
  "target_group_health.dns_failover.minimum_healthy_targets.percentage": whole("off", 1, 100, "off"),
  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": whole("1", 1, 1000),
  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": whole(
    "off",
    1,
    100,
    "off",
  ),
};

const APPLICATION: AttributeRules = {
  ...SHARED,
  "stickiness.type": oneOf("lb_cookie", "app_cookie"),
  "stickiness.lb_cookie.duration_seconds": whole("86400", 1, 604_800),
  "stickiness.app_cookie.duration_seconds": whole("86400", 1, 604_800),
  "stickiness.app_cookie.cookie_name": anything,
  "slow_start.duration_seconds": whole("0", 30, 900, "0"),
  "load_balancing.algorithm.type": oneOf("round_robin", "least_outstanding_requests", "weighted_random"),
  "load_balancing.algorithm.anomaly_mitigation": oneOf("off", "on"),
};

const NETWORK: AttributeRules = {
  ...SHARED,
  "stickiness.type": oneOf("source_ip"),
  "deregistration_delay.connection_termination.enabled": flag(false),
  "preserve_client_ip.enabled": flag(true),
  "proxy_protocol_v2.enabled": flag(false),
  "target_health_state.unhealthy.connection_termination.enabled": flag(true),
  "target_health_state.unhealthy.draining_interval_seconds": whole("0", 0, 360_000),
};

/** New UDP groups end connections with the delay, and leave those to unhealthy targets alone (ELB/TargetGroupAttribute). */
const DATAGRAMS: AttributeRules = {
  ...NETWORK,
  "deregistration_delay.connection_termination.enabled": flag(true),
  "preserve_client_ip.enabled": oneOf("true"),
  "target_health_state.unhealthy.connection_termination.enabled": oneOf("false"),
};

function rulesFor(group: Pick<TargetGroupRecord, "protocol">): AttributeRules {
  if (!isNetwork(group)) return APPLICATION;
  return group.protocol === "UDP" || group.protocol === "TCP_UDP" ? DATAGRAMS : NETWORK;
}

export const initialTargetGroupAttributes = (
  group: Pick<TargetGroupRecord, "protocol">,
): Map<string, string> => initialAttributes(rulesFor(group));

export const modifyTargetGroupAttributes: Operation<
  ModifyTargetGroupAttributesInput,
  ModifyTargetGroupAttributesOutput
> = {
  kind: "write",
  accepts: ["TargetGroupArn", "Attributes"],
  handle(input, { world }) {
    const group = targetGroupOf(world.state, input.TargetGroupArn);
    const attributes = changedAttributes(group.attributes, input.Attributes, rulesFor(group));
    checkTogether(world.state, group, attributes);
    group.attributes = attributes;
    world.happened("elasticloadbalancing", "target-group-modified", `${group.arn}/`);
    return { Attributes: apiAttributes(attributes) };
  },
};

export const describeTargetGroupAttributes: Operation<
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput
> = {
  kind: "read",
  accepts: ["TargetGroupArn"],
  handle: (input, { state }) => ({
    Attributes: apiAttributes(targetGroupOf(state, input.TargetGroupArn).attributes),
  }),
};
