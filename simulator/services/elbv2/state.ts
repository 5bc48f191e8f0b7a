import type { Tag } from "../ec2/state.ts";

export interface LoadBalancerRecord {
  readonly arn: string;
  readonly name: string;
  readonly type: "application" | "network";
  readonly scheme: string;
  readonly dnsName: string;
  readonly vpcId: string;
  subnetIds: readonly string[];
  securityGroupIds: readonly string[];
  readonly createdAt: number;
  /** When it is set up and routes traffic; until then it is `provisioning`. */
  readonly activeAt: number;
  /** The zones that its DNS name leads clients to, and those that it gives to clients who ask now. */
  zonesInDns: readonly string[];
  zonesHealthy: readonly string[];
  attributes: Map<string, string>;
  tags: Tag[];
}

export type TargetState =
  | "initial"
  | "healthy"
  | "unhealthy"
  | "unhealthy.draining"
  | "draining"
  | "unused"
  | "unavailable";

export interface TargetRecord {
  /** What it goes by in its group (target-groups/target-keys.ts). */
  readonly key: string;
  readonly id: string;
  readonly port: number;
  readonly registeredAt: number;
  state: TargetState;
  /** Since when the target is in this state. */
  stateSince: number;
  reason: string | null;
  description: string | null;
  /** The load balancer checks it one interval after this and every interval from there; null while it is not checked. */
  checkedFrom: number | null;
  /** Whether it has been healthy since it is checked. */
  hasPassed: boolean;
  /** What its checks answer at present, since when they do, and how many had answered the same before that. */
  streak: { readonly passing: boolean; readonly since: number; readonly before: number };
  /** Since when it is in slow start; null outside it. */
  slowStartedAt: number | null;
  /** When it began to drain, and when it stops showing `draining`. */
  drainingSince: number | null;
  drainsUntil: number | null;
}

export interface TargetGroupRecord {
  readonly arn: string;
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
  readonly vpcId: string;
  readonly targetType: "instance" | "ip";
  healthCheckPath: string;
  healthCheckPort: string;
  healthCheckProtocol: string;
  healthCheckIntervalSeconds: number;
  healthCheckTimeoutSeconds: number;
  healthyThreshold: number;
  unhealthyThreshold: number;
  matcher: string;
  readonly createdAt: number;
  /** `deregistration_delay.timeout_seconds`, `stickiness.enabled` … with their documented defaults. */
  attributes: Map<string, string>;
  /** By key (target-groups/target-keys.ts). */
  targets: Map<string, TargetRecord>;
  /** Ports that targets were registered with beside the group's own. */
  otherPorts: Set<number>;
  /** Targets that nodes of a Network Load Balancer still send new flows to, by key (balancing/lag.ts). */
  lagging: Map<string, { readonly id: string; readonly port: number; readonly until: number }>;
  tags: Tag[];
}

/** One forward action: what a rule or a listener's default action sends where. */
export interface ForwardRecord {
  readonly targetGroups: readonly { readonly arn: string; readonly weight: number }[];
  readonly stickiness: { readonly enabled: boolean; readonly durationSeconds: number } | null;
}

/** An action as the API takes it; `forward` is parsed, every other type is kept as given. */
export type ActionRecord =
  | { readonly type: "forward"; readonly order: number; readonly forward: ForwardRecord }
  | { readonly type: "other"; readonly order: number; readonly verbatim: Readonly<Record<string, unknown>> };

export interface ListenerRecord {
  readonly arn: string;
  readonly loadBalancerArn: string;
  readonly protocol: string;
  readonly port: number;
  verbatim: Readonly<Record<string, unknown>>;
  /** Those that were changed. */
  attributes: Map<string, string>;
  tags: Tag[];
}

/** A listener's default action is its rule with priority `default`, as AWS shows it. */
export interface RuleRecord {
  readonly arn: string;
  readonly listenerArn: string;
  priority: string;
  conditions: readonly Readonly<Record<string, unknown>>[];
  actions: readonly ActionRecord[];
  /** What the load balancer's nodes still act on until a change has reached them, and from when on they do not. */
  previous: { readonly actions: readonly ActionRecord[]; readonly until: number } | null;
  changedAt: number;
  tags: Tag[];
}
