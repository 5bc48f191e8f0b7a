import {
  balancerZones,
  describeTargetGroups,
  networkSettings,
  type TargetGroup,
} from "../../aws/elbv2/elbv2.ts";
import type { Warning } from "../../domain/neighbours/fault.ts";
import { type Named, pairsOf, placeOf } from "../../domain/traffic-pairs/pairs-of.ts";
import { networkCosts } from "../../domain/traffic-pairs/network-costs.ts";
import type { Traffic } from "../../domain/traffic-settings.ts";
import type { StepContext } from "../../step/step.ts";

type Context = Pick<StepContext<"elbv2">, "aws">;

/**
 * What of the fleet's Network Load Balancers costs requests while servers come and go. One call for all target groups; three more for each
 * that is of a Network Load Balancer.
 */
export async function networkWarnings(
  traffic: Traffic,
  servers: number,
  { aws }: Context,
): Promise<Warning[]> {
  const pairs = pairsIn(traffic);
  if (pairs.length === 0) return [];
  const found = await describeTargetGroups(
    aws.elbv2,
    pairs.flat().map(({ arn }) => arn),
  );
  const warnings = await Promise.all(
    pairs.map(async (pair) => {
      const groups = pair.flatMap((named) => {
        const group = found.get(named.arn);
        return group !== undefined && isNetwork(group) ? [{ ...group, place: placeOf(named) }] : [];
      });
      // The idle one of a pair is in no action, so AWS does not tell its load balancer.
      const [balancer] = groups.flatMap(({ loadBalancerArns }) => loadBalancerArns);
      const costs = groups.map(async ({ place, ...group }) =>
        networkCosts(place, await readGroup(group, balancer, { aws }), servers),
      );
      return (await Promise.all(costs)).flat();
    }),
  );
  return warnings.flat();
}

/** The target groups of each pair; one alone where the fleet has no pair. */
const pairsIn = (traffic: Traffic): readonly (readonly Named[])[] =>
  traffic.strategy === "target-group"
    ? [[{ path: ["traffic", "targetGroup"], arn: traffic.targetGroup }]]
    : pairsOf(traffic).map(({ targetGroups }) => targetGroups);

const isNetwork = ({ protocol }: TargetGroup): boolean => protocol !== "HTTP" && protocol !== "HTTPS";

async function readGroup({ arn, name }: TargetGroup, balancer: string | undefined, { aws }: Context) {
  const { delay, crossZone } = await networkSettings(aws.elbv2, arn);
  const shared = balancer === undefined ? undefined : await balancerZones(aws.elbv2, balancer);
  return { name, delay, zones: shared?.zones ?? [], crossZone: crossZone ?? shared?.crossZone ?? false };
}
