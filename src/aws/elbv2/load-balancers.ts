import {
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  type ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";

interface BalancerZones {
  /** Names of the zones that are enabled: it has a node in each. */
  readonly zones: readonly string[];
  /** Whether its nodes send to targets in other zones, where a target group does not say otherwise. */
  readonly crossZone: boolean;
}

/** The zones of a load balancer, and whether it balances across them: two calls. Throws NotFound. */
export async function balancerZones(
  client: ElasticLoadBalancingV2Client,
  arn: string,
): Promise<BalancerZones> {
  const [{ LoadBalancers = [] }, { Attributes = [] }] = await Promise.all([
    client.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [arn] })),
    client.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: arn })),
  ]);
  const zones = (LoadBalancers[0]?.AvailabilityZones ?? []).map(({ ZoneName = "" }) => ZoneName);
  const crossZone = Attributes.some(
    ({ Key, Value }) => Key === "load_balancing.cross_zone.enabled" && Value === "true",
  );
  return { zones, crossZone };
}
