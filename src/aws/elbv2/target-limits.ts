import {
  DescribeAccountLimitsCommand,
  type ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { Rejected } from "../../errors/errors.ts";

/** Names of the limits as DescribeAccountLimits spells them (API Reference, Limit). */
const NAMES = {
  application: "targets-per-application-load-balancer",
  network: "targets-per-network-load-balancer",
} as const;
const PER_TARGET_GROUP = "targets-per-target-group";

/** How many targets a load balancer and a target group take in this account: 1,000 each by default (aws-facts 2). */
export async function targetLimits(
  client: ElasticLoadBalancingV2Client,
  type: keyof typeof NAMES,
): Promise<{ perLoadBalancer: number; perTargetGroup: number }> {
  const { Limits = [] } = await client.send(new DescribeAccountLimitsCommand({ PageSize: 400 }));
  const of = (name: string): number => {
    const max = Number(Limits.find(({ Name }) => Name === name)?.Max ?? Number.NaN);
    if (Number.isNaN(max))
      throw new Rejected(`DescribeAccountLimits does not tell ${name}: whether green fits cannot be judged`);
    return max;
  };
  return { perLoadBalancer: of(NAMES[type]), perTargetGroup: of(PER_TARGET_GROUP) };
}
