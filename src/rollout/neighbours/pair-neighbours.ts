import { describeTargetGroups, readActions, type TargetGroup } from "../../aws/elbv2/elbv2.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import { type Fault, faultWhen } from "../../domain/neighbours/fault.ts";
import { pairsOf, placeOf, type TrafficPair } from "../../domain/traffic-pairs/pairs-of.ts";
import type { Traffic } from "../../domain/traffic-settings.ts";
import type { StepContext } from "../../step/step.ts";
import { otherRuleReason, otherRules } from "../traffic/other-rules.ts";
import { likenessFaults, type ReadRule, stickyFaults } from "./pair-faults.ts";

type Context = Pick<StepContext<"elbv2">, "aws">;

/**
 * What of this may change while nobody looks: target groups that are gone or not alike, stickiness, and rules that name them.
 * Which of a pair has traffic is not asked.
 */
export async function pairNeighbours(traffic: Traffic, context: Context): Promise<Fault[]> {
  const faults = await Promise.all(
    pairsOf(traffic).map(async (pair) =>
      besideFaults(pair, traffic, { context, rules: await readEach(pair, context.aws.elbv2) }),
    ),
  );
  return faults.flat();
}

export const readEach = (pair: TrafficPair, elbv2: Context["aws"]["elbv2"]): Promise<ReadRule[]> =>
  Promise.all(
    pair.rules.map(async (rule) => ({
      ...rule,
      actions: await undefinedIfNotFound(readActions(elbv2, rule.arn)),
    })),
  );

/** The same of one pair, of which the rules were read. */
export async function besideFaults(
  pair: TrafficPair,
  traffic: Traffic,
  { context, rules }: { readonly context: Context; readonly rules: readonly ReadRule[] },
): Promise<Fault[]> {
  const { targetGroups } = pair;
  const arns = targetGroups.map(({ arn }) => arn);
  const found = await describeTargetGroups(context.aws.elbv2, arns);
  const groups = arns.map((arn) => found.get(arn));
  return [
    ...targetGroups.flatMap((each, index) => targetGroupFaults(placeOf(each), each.arn, groups[index])),
    ...(await togetherFaults(pair, groups, { traffic, rules, context })),
  ];
}

interface Together {
  readonly traffic: Traffic;
  readonly rules: readonly ReadRule[];
  readonly context: Context;
}

/** What can be said only of a pair of which both are there. */
async function togetherFaults(
  pair: TrafficPair,
  [first, second]: readonly (TargetGroup | undefined)[],
  { traffic, rules, context }: Together,
): Promise<Fault[]> {
  if (first === undefined || second === undefined) return [];
  const groups = pair.targetGroups.map(({ arn }) => arn);
  const [sticky, others] = await Promise.all([
    traffic.strategy === "alb-weighted" ? stickyFaults(pair, rules, context) : [],
    otherRules(traffic, groups, context),
  ]);
  const place = placeOf(pair.rules[0]);
  return [
    ...likenessFaults(pair, first, second),
    ...sticky,
    ...others.map((other) => ({ place, why: otherRuleReason(other) })),
  ];
}

/** Whether a target group is there, and takes servers. */
export function targetGroupFaults(place: string, arn: string, found: TargetGroup | undefined): Fault[] {
  if (found === undefined) return [{ place, why: `${arn} does not exist: correct the ARN, or make it` }];
  return faultWhen(
    found.targetType !== "instance",
    place,
    `${arn} takes targets of type ${found.targetType}, and an Auto Scaling group registers instances: make one of type instance`,
  );
}
