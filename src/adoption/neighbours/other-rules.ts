import { forwardingsOf } from "../../aws/elbv2/forwarding.ts";
import type { TargetGroup } from "../../aws/elbv2/elbv2.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import type { StepContext } from "../../step/step.ts";
import type { Fault } from "../fault.ts";

/**
 * Other rules and listeners that send requests to the pair: what they send goes to blue's servers until those are gone, and
 * is lost from then on. Reads the listeners of the pair's load balancer and their rules.
 */
export async function otherRules(
  declared: { readonly place: string; readonly arn: string },
  pair: readonly TargetGroup[],
  { aws }: Pick<StepContext<"elbv2">, "aws">,
): Promise<Fault[]> {
  const balancers = [...new Set(pair.flatMap(({ loadBalancerArns }) => loadBalancerArns))];
  const read = balancers.map((arn) => undefinedIfNotFound(forwardingsOf(aws.elbv2, arn)));
  const all = (await Promise.all(read)).flatMap((each) => each ?? []);
  return all
    .filter(({ arn }) => arn !== declared.arn)
    .flatMap(({ arn, targetGroups }) =>
      pair
        .filter((each) => targetGroups.includes(each.arn))
        .map(({ name }) => ({
          place: declared.place,
          why: `${arn} forwards to ${name}, too, and would lose its requests when the traffic has moved: let it forward to a target group of its own, or delete it`,
        })),
    );
}
