import type {
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput,
  ModifyLoadBalancerAttributesInput,
  ModifyLoadBalancerAttributesOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { type Operation, ServiceFault } from "../../operation.ts";
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
import { invalid, loadBalancerOf } from "../faults.ts";
import type { LoadBalancerRecord } from "../state.ts";

/** Where logs of this kind go. They are kept and have no effect. */
const logs = (kind: string): AttributeRules => ({
  [`${kind}.s3.enabled`]: flag(false),
  [`${kind}.s3.bucket`]: anything,
  [`${kind}.s3.prefix`]: anything,
});

/** Attributes with their defaults: ELB/LoadBalancerAttribute. docs/simulator.md names those that have no effect. */
const SHARED: AttributeRules = {
  "deletion_protection.enabled": flag(false),
  ...logs("access_logs"),
  "ipv6.deny_all_igw_traffic": flag(false),
  "zonal_shift.config.enabled": flag(false),
};

const RULES: Record<LoadBalancerRecord["type"], AttributeRules> = {
  application: {
    ...SHARED,
    "load_balancing.cross_zone.enabled": oneOf("true"),
    "idle_timeout.timeout_seconds": whole("60", 1, 4000),
    "client_keep_alive.seconds": whole("3600", 60, 604_800),
    ...logs("connection_logs"),
    ...logs("health_check_logs"),
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
    "secondary_ips.auto_assigned.per_subnet": whole("0", 0, 7),
  },
};

/** An internal load balancer denies an internet gateway's traffic from the start (ELB/LoadBalancerAttribute). */
export function initialLoadBalancerAttributes({
  type,
  scheme,
}: Pick<LoadBalancerRecord, "type" | "scheme">): Map<string, string> {
  const attributes = initialAttributes(RULES[type]);
  return attributes.set("ipv6.deny_all_igw_traffic", String(scheme === "internal"));
}

export const modifyLoadBalancerAttributes: Operation<
  ModifyLoadBalancerAttributesInput,
  ModifyLoadBalancerAttributesOutput
> = {
  kind: "write",
  accepts: ["LoadBalancerArn", "Attributes"],
  handle(input, { world }) {
    const balancer = loadBalancerOf(world.state, input.LoadBalancerArn);
    const attributes = changedAttributes(balancer.attributes, input.Attributes, RULES[balancer.type]);
    checkTogether(balancer, attributes);
    balancer.attributes = attributes;
    world.happened("elasticloadbalancing", "load-balancer-modified", balancer.arn);
    return { Attributes: apiAttributes(attributes) };
  },
};

/** What the attributes ask of each other: a bucket for logs, and addresses that only grow in number. */
function checkTogether(balancer: LoadBalancerRecord, attributes: ReadonlyMap<string, string>): void {
  for (const [key, value] of attributes) {
    if (!key.endsWith(".s3.enabled") || value !== "true") continue;
    const bucket = key.replace(/enabled$/, "bucket");
    if (attributes.get(bucket) === "") throw invalid(`'${bucket}' is required when '${key}' is true`);
  }
  const addresses = "secondary_ips.auto_assigned.per_subnet";
  if (Number(attributes.get(addresses) ?? 0) < Number(balancer.attributes.get(addresses) ?? 0))
    throw new ServiceFault("InvalidConfigurationRequest", `The value of '${addresses}' cannot be decreased`);
}

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
