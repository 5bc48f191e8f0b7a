import {
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
  type TargetGroup as DescribedGroup,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { describeExisting } from "../describe-existing.ts";
import { allPages } from "../pages.ts";

interface Target {
  /** Instance id, or IP address for a target group of type `ip`. */
  readonly id: string;
  /** initial, healthy, unhealthy, draining, unused … (aws-facts 1.4). */
  readonly state: string;
  readonly reason: string | null;
}

/** Every target of the group with its health: one call. Throws NotFound. */
export async function targetHealth(
  client: ElasticLoadBalancingV2Client,
  targetGroupArn: string,
): Promise<Target[]> {
  const asked = new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn });
  const { TargetHealthDescriptions = [] } = await client.send(asked);
  return TargetHealthDescriptions.map(({ Target: target, TargetHealth: health }) => ({
    id: target?.Id ?? "",
    state: health?.State ?? "unknown",
    reason: health?.Reason ?? null,
  }));
}

/** The targets of each of these groups: one call a group. Throws NotFound. */
export const healthInEach = (
  client: ElasticLoadBalancingV2Client,
  arns: readonly string[],
): Promise<Target[][]> => Promise.all(arns.map((arn) => targetHealth(client, arn)));

export interface TargetGroup {
  readonly arn: string;
  readonly name: string;
  readonly port: number | null;
  readonly protocol: string | null;
  /** Load balancers that send it traffic: none while no listener or rule names it, and never more than one. */
  readonly loadBalancerArns: readonly string[];
  /** `instance`, `ip`, `lambda` or `alb`. */
  readonly targetType: string;
  /** How its targets are asked whether they are well. */
  readonly check: {
    readonly protocol: string | null;
    readonly port: string | null;
    readonly path: string | null;
    /** HTTP or gRPC codes that count as well. */
    readonly codes: string | null;
  };
  /** How long it takes to find that a target does not answer: interval times unhealthy threshold. */
  readonly detectionSeconds: number;
}

/** AWS's defaults (aws-facts 1.4). */
const DEFAULT_CHECK = { interval: 30, threshold: 2 };

/** The target groups of these ARNs that exist, by ARN. */
export async function describeTargetGroups(
  client: ElasticLoadBalancingV2Client,
  arns: readonly string[],
): Promise<Map<string, TargetGroup>> {
  const groups = await describeExisting(arns, (TargetGroupArns) =>
    allPages(async (Marker) => {
      const answer = await client.send(new DescribeTargetGroupsCommand({ TargetGroupArns, Marker }));
      return { items: answer.TargetGroups, next: answer.NextMarker };
    }),
  );
  return new Map(groups.map((group) => [group.TargetGroupArn ?? "", described(group)]));
}

const checkOf = (group: DescribedGroup): TargetGroup["check"] => ({
  protocol: group.HealthCheckProtocol ?? null,
  port: group.HealthCheckPort ?? null,
  path: group.HealthCheckPath ?? null,
  codes: group.Matcher?.HttpCode ?? group.Matcher?.GrpcCode ?? null,
});

const described = (group: DescribedGroup): TargetGroup => ({
  arn: group.TargetGroupArn ?? "",
  name: group.TargetGroupName ?? "",
  port: group.Port ?? null,
  protocol: group.Protocol ?? null,
  loadBalancerArns: group.LoadBalancerArns ?? [],
  targetType: group.TargetType ?? "instance",
  check: checkOf(group),
  detectionSeconds:
    (group.HealthCheckIntervalSeconds ?? DEFAULT_CHECK.interval) *
    (group.UnhealthyThresholdCount ?? DEFAULT_CHECK.threshold),
});

/** AWS's default (aws-facts 1.4). */
const DEFAULT_DELAY_SECONDS = 300;

/** How long a target that was taken out goes on with its connections, seconds. */
export async function deregistrationDelay(
  client: ElasticLoadBalancingV2Client,
  arn: string,
): Promise<number> {
  return delayIn(await attributesOf(client, arn));
}

const delayIn = (attributes: Attributes): number =>
  Number(attributes.get("deregistration_delay.timeout_seconds") ?? DEFAULT_DELAY_SECONDS);

/** The delay of a target group, and whether it balances across zones; null: as its load balancer does. */
export async function networkSettings(
  client: ElasticLoadBalancingV2Client,
  arn: string,
): Promise<{ readonly delay: number; readonly crossZone: boolean | null }> {
  const attributes = await attributesOf(client, arn);
  const own = attributes.get("load_balancing.cross_zone.enabled");
  return { delay: delayIn(attributes), crossZone: own === "true" || own === "false" ? own === "true" : null };
}

/**
 * For how long a target that has become healthy gets less than its share, 0: it does not; and one that leaves drains. Seconds
 * (ELB/TargetGroupAttribute).
 */
export async function pace(
  client: ElasticLoadBalancingV2Client,
  arn: string,
): Promise<{ readonly slowStart: number; readonly delay: number }> {
  const attributes = await attributesOf(client, arn);
  return {
    slowStart: Number(attributes.get("slow_start.duration_seconds") ?? 0),
    delay: delayIn(attributes),
  };
}

type Attributes = ReadonlyMap<string | undefined, string | undefined>;

/** AWS's default (ELB/TargetGroupAttribute). */
const DEFAULT_COOKIE_SECONDS = 86_400;

/** Whether clients stay with one target of the group, by which means (`lb_cookie`, `app_cookie`, `source_ip`), and how long. */
export async function targetStickiness(
  client: ElasticLoadBalancingV2Client,
  arn: string,
): Promise<{ readonly enabled: boolean; readonly type: string | null; readonly seconds: number }> {
  const attributes = await attributesOf(client, arn);
  return {
    enabled: attributes.get("stickiness.enabled") === "true",
    type: attributes.get("stickiness.type") ?? null,
    seconds: Number(attributes.get("stickiness.lb_cookie.duration_seconds") ?? DEFAULT_COOKIE_SECONDS),
  };
}

async function attributesOf(client: ElasticLoadBalancingV2Client, arn: string): Promise<Attributes> {
  const asked = new DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn });
  const { Attributes = [] } = await client.send(asked);
  return new Map(Attributes.map(({ Key, Value }) => [Key, Value]));
}
