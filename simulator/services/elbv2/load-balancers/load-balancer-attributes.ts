import type {
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput,
  ModifyLoadBalancerAttributesInput,
  ModifyLoadBalancerAttributesOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Operation } from "../../operation.ts";
import {
  type AttributeRules,
  anything,
  apiAttributes,
  changeAttributes,
  flag,
  initialAttributes,
  oneOf,
  whole,
} from "../attribute-change.ts";
import { loadBalancerOf, required } from "../faults.ts";
import type { LoadBalancerRecord } from "../state.ts";

/** Attributes with their defaults: ELB/LoadBalancerAttribute. Those of access logs are kept and have no effect. */
const SHARED: AttributeRules = {
  "deletion_protection.enabled": flag(false),
  "access_logs.s3.enabled": flag(false),
  "access_logs.s3.bucket": anything,
  "access_logs.s3.prefix": anything,
};

const RULES: Record<LoadBalancerRecord["type"], AttributeRules> = {
  application: {
    ...SHARED,
    "load_balancing.cross_zone.enabled": oneOf("true"),
    "idle_timeout.timeout_seconds": whole("60", 1, 4000),
    "client_keep_alive.seconds": whole("3600", 60, 604_800),
    "routing.http2.enabled": flag(true),
    "routing.http.desync_mitigation_mode": oneOf("defensive", "strictest", "monitor"),
    "routing.http.drop_invalid_header_fields.enabled": flag(false),
    "routing.http.xff_client_port.enabled": flag(false),
    "routing.http.xff_header_processing.mode": oneOf("append", "preserve", "remove"),
    "routing.http.preserve_host_header.enabled": flag(false),
    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": flag(false),
    "waf.fail_open.enabled": flag(false),
  },
  network: {
    ...SHARED,
    "load_balancing.cross_zone.enabled": flag(false),
    "dns_record.client_routing_policy": oneOf(
      "any_availability_zone",
      "availability_zone_affinity",
      "partial_availability_zone_affinity",
    ),
  },
};

export const initialLoadBalancerAttributes = (type: LoadBalancerRecord["type"]): Map<string, string> =>
  initialAttributes(RULES[type]);

export const modifyLoadBalancerAttributes: Operation<
  ModifyLoadBalancerAttributesInput,
  ModifyLoadBalancerAttributesOutput
> = {
  kind: "write",
  accepts: ["LoadBalancerArn", "Attributes"],
  handle(input, { world }) {
    const balancer = loadBalancerOf(world.state, input.LoadBalancerArn);
    changeAttributes(balancer.attributes, required(input.Attributes, "Attributes"), RULES[balancer.type]);
    return { Attributes: apiAttributes(balancer.attributes) };
  },
};

export const describeLoadBalancerAttributes: Operation<
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput
> = {
  kind: "read",
  accepts: ["LoadBalancerArn"],
  handle: (input, { state }) => ({
    Attributes: apiAttributes(loadBalancerOf(state, input.LoadBalancerArn).attributes),
  }),
};
