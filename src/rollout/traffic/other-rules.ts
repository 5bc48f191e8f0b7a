import { type Forwarding, forwardingsOf } from "../../aws/elbv2/forwarding.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import type { Traffic } from "../../domain/traffic-settings.ts";
import type { StepContext } from "../../step/step.ts";

/** A rule, or a listener by default, that forwards to a target group and is not the declared one. */
interface OtherRule {
  readonly arn: string;
  readonly targetGroup: string;
}

/**
 * Other rules and listeners that send requests to these target groups: what they send goes to blue's servers until those are
 * gone, and is lost from then on. A target group has one load balancer (aws-facts 2), the declared rule's: its listeners
 * are read in one call, and the rules of each in another.
 */
export async function otherRules(
  traffic: Traffic,
  targetGroups: readonly string[],
  { aws }: Pick<StepContext<"elbv2">, "aws">,
): Promise<readonly OtherRule[]> {
  return othersOf(traffic, targetGroups, await allForwardings(traffic, { aws }));
}

/** All that the declared rule's load balancer forwards; none where the fleet has no rule, or the balancer is gone. */
export async function allForwardings(
  traffic: Traffic,
  { aws }: Pick<StepContext<"elbv2">, "aws">,
): Promise<readonly Forwarding[]> {
  const declared = declaredRule(traffic);
  if (declared === null) return [];
  const balancer = declared.replace(/:listener(-rule)?\/((app|net)\/[^/]+\/[^/]+)\/.*$/u, ":loadbalancer/$2");
  return (await undefinedIfNotFound(forwardingsOf(aws.elbv2, balancer))) ?? [];
}

const declaredRule = (traffic: Traffic): string | null => {
  if (traffic.strategy === "none" || traffic.strategy === "target-group") return null;
  return traffic.strategy === "alb-weighted" ? traffic.rule : traffic.listener;
};

/** Of all that is forwarded, what others send to these target groups. */
export const othersOf = (
  traffic: Traffic,
  targetGroups: readonly string[],
  all: readonly Forwarding[],
): readonly OtherRule[] =>
  all
    .filter(({ arn }) => arn !== declaredRule(traffic))
    .flatMap(({ arn, targetGroups: named }) =>
      targetGroups.filter((each) => named.includes(each)).map((targetGroup) => ({ arn, targetGroup })),
    );

/** What is said of it. */
export const otherRuleReason = ({ arn, targetGroup }: OtherRule): string =>
  `${arn} forwards to ${targetGroup}, too, and would lose its requests when the traffic has moved: let it forward to a target group of its own, or delete it`;
