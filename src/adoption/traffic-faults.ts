import { describeTargetGroups, readActions, type TargetGroup } from "../aws/elbv2/elbv2.ts";
import { undefinedIfNotFound } from "../aws/undefined-if-not-found.ts";
import type { Traffic } from "../domain/traffic-settings.ts";
import { forwardWeights } from "../domain/traffic-strategies/weights.ts";
import type { ListenerAction } from "../domain/traffic-strategy.ts";
import { otherRuleReason, otherRules } from "../rollout/traffic/other-rules.ts";
import type { StepContext } from "../step/step.ts";
import { type Fault, faultWhen } from "./fault.ts";
import { placeOf, likenessFaults, stickyFaults, type Weighted } from "./pair-faults.ts";

type Context = StepContext<"elbv2">;

/** What is wrong with the fleet's target groups, and with the rule or listener that forwards to them. */
export async function trafficFaults(traffic: Traffic, context: Context): Promise<Fault[]> {
  if (traffic.strategy === "none") return [];
  if (traffic.strategy !== "target-group") return pairFaults(traffic, context);
  const { targetGroup: arn } = traffic;
  const found = (await describeTargetGroups(context.aws.elbv2, [arn])).get(arn);
  const place = "traffic.targetGroup";
  return [
    ...targetGroupFaults(place, arn, found),
    ...faultWhen(
      found?.loadBalancerArns.length === 0,
      place,
      `no listener forwards to ${arn}, so nothing checks its targets: let a listener or a rule name it`,
    ),
  ];
}

/** The target group of a weighted pair that has all of the traffic; null while the rule does not single one out. */
export async function servingTargetGroup(traffic: Weighted, context: Context): Promise<string | null> {
  const actions = (await undefinedIfNotFound(readActions(context.aws.elbv2, placeOf(traffic).arn))) ?? [];
  const serving = weightsOfPair(traffic, forwardWeights(actions) ?? []).filter(({ weight }) => weight > 0);
  return serving.length === 1 ? (serving[0]?.arn ?? null) : null;
}

async function pairFaults(traffic: Weighted, context: Context): Promise<Fault[]> {
  const { arn } = placeOf(traffic);
  const [found, actions] = await Promise.all([
    describeTargetGroups(context.aws.elbv2, traffic.targetGroups),
    undefinedIfNotFound(readActions(context.aws.elbv2, arn)),
  ]);
  const pair = traffic.targetGroups.map((each) => found.get(each));
  return [
    ...traffic.targetGroups.flatMap((each, index) =>
      targetGroupFaults(`traffic.targetGroups.${index}`, each, pair[index]),
    ),
    ...(await togetherFaults(traffic, pair, actions ?? [], context)),
    ...(actions === undefined
      ? [{ place: placeOf(traffic).place, why: `${arn} does not exist: correct the ARN, or make it` }]
      : forwardFaults(traffic, forwardWeights(actions))),
  ];
}

/** What can be said only of a pair of which both are there. */
async function togetherFaults(
  traffic: Weighted,
  [first, second]: readonly (TargetGroup | undefined)[],
  actions: readonly ListenerAction[],
  context: Context,
): Promise<Fault[]> {
  if (first === undefined || second === undefined) return [];
  const [sticky, others] = await Promise.all([
    stickyFaults(traffic, actions, context),
    otherRules(traffic, traffic.targetGroups, context),
  ]);
  const { place } = placeOf(traffic);
  return [
    ...likenessFaults(traffic, first, second),
    ...sticky,
    ...others.map((other) => ({ place, why: otherRuleReason(other) })),
  ];
}

function targetGroupFaults(place: string, arn: string, found: TargetGroup | undefined): Fault[] {
  if (found === undefined) return [{ place, why: `${arn} does not exist: correct the ARN, or make it` }];
  return faultWhen(
    found.targetType !== "instance",
    place,
    `${arn} takes targets of type ${found.targetType}, and an Auto Scaling group registers instances: make one of type instance`,
  );
}

function forwardFaults(
  traffic: Weighted,
  weights: readonly { readonly arn: string; readonly weight: number }[] | undefined,
): Fault[] {
  const { place, arn } = placeOf(traffic);
  if (weights === undefined) {
    return [{ place, why: `${arn} forwards nothing: give it a forward action to one of the target groups` }];
  }
  const inPair = weightsOfPair(traffic, weights);
  const [first, second] = inPair.filter(({ weight }) => weight > 0);
  return [
    ...faultWhen(
      inPair.length === 0,
      place,
      `${arn} forwards to neither of ${traffic.targetGroups.join(" and ")}: let it forward to the one that serves`,
    ),
    ...faultWhen(
      first !== undefined && second !== undefined,
      place,
      `both target groups have traffic (weights ${first?.weight} and ${second?.weight}): set the weight of one to 0`,
    ),
  ];
}

const weightsOfPair = <T extends { readonly arn: string }>(traffic: Weighted, weights: readonly T[]): T[] =>
  weights.filter(({ arn }) => traffic.targetGroups.includes(arn));
