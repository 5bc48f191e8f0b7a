import { type Forwarding, forwardingsOf } from "../../aws/elbv2/forwarding.ts";
import { describeTargetGroups } from "../../aws/elbv2/elbv2.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import { pairsOf, rulesOf } from "../../domain/traffic-pairs/pairs-of.ts";
import type { Traffic } from "../../domain/traffic-settings.ts";
import type { StepContext } from "../../step/step.ts";

/** A rule, or a listener by default, that forwards to a target group and is not the declared one. */
interface OtherRule {
  readonly arn: string;
  readonly targetGroup: string;
  /** Which of the fleet's pairs the target group is in. */
  readonly pair: number;
}

/**
 * Other rules and listeners that send requests to these target groups: what they send goes to blue's servers until those are
 * gone, and is lost from then on. A target group has one load balancer (aws-facts 2), that of its pair's rules: its listeners
 * are read in one call, and the rules of each in another.
 */
export async function otherRules(
  traffic: Traffic,
  targetGroups: readonly string[],
  { aws }: Pick<StepContext<"elbv2">, "aws">,
): Promise<readonly OtherRule[]> {
  return othersOf(traffic, targetGroups, await allForwardings(traffic, { aws }));
}

/**
 * The same of target groups that no rule of the fleet's names any more: only where a load balancer has one of them all the same are
 * its rules read. One call where nobody else names them.
 */
export async function otherRulesLeft(
  traffic: Traffic,
  targetGroups: readonly string[],
  { aws }: Pick<StepContext<"elbv2">, "aws">,
): Promise<readonly OtherRule[]> {
  const found = await describeTargetGroups(aws.elbv2, targetGroups);
  const isNamed = [...found.values()].some(({ loadBalancerArns }) => loadBalancerArns.length > 0);
  return isNamed ? otherRules(traffic, targetGroups, { aws }) : [];
}

/** All that the load balancers of the declared rules forward; nothing of one that is gone, and where the fleet has no rule. */
export async function allForwardings(
  traffic: Traffic,
  { aws }: Pick<StepContext<"elbv2">, "aws">,
): Promise<readonly Forwarding[]> {
  const all: Forwarding[] = [];
  for (const balancer of new Set(rulesOf(traffic).map(loadBalancerOf)))
    all.push(...((await undefinedIfNotFound(forwardingsOf(aws.elbv2, balancer))) ?? []));
  return all;
}

const loadBalancerOf = (rule: string): string =>
  rule.replace(/:listener(-rule)?\/((app|net)\/[^/]+\/[^/]+)\/.*$/u, ":loadbalancer/$2");

/** Of all that is forwarded, what others send to these target groups. */
function othersOf(
  traffic: Traffic,
  targetGroups: readonly string[],
  all: readonly Forwarding[],
): readonly OtherRule[] {
  const pairs = pairsOf(traffic);
  return all.flatMap(({ arn, targetGroups: named }) =>
    targetGroups.flatMap((targetGroup) => {
      const pair = pairs.findIndex(({ targetGroups: own }) => own.some((each) => each.arn === targetGroup));
      const isDeclared = pairs[pair]?.rules.some((rule) => rule.arn === arn) ?? false;
      return named.includes(targetGroup) && !isDeclared
        ? [{ arn, targetGroup, pair: Math.max(0, pair) }]
        : [];
    }),
  );
}

/** What is said of it. */
export const otherRuleReason = ({ arn, targetGroup, pair }: OtherRule): string =>
  `${arn} forwards to ${targetGroup}, too, and would lose its requests when the traffic has moved: list it in traffic.pairs[${pair}].rules, so that it is moved with the rest, let it forward to a target group of its own, or delete it`;
