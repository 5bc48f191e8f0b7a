import { describeTargetGroups } from "../aws/elbv2/elbv2.ts";
import { type Fault, faultWhen } from "../domain/neighbours/fault.ts";
import { type Named, pairsOf, placeOf, type TrafficPair } from "../domain/traffic-pairs/pairs-of.ts";
import type { Traffic } from "../domain/traffic-settings.ts";
import { forwardWeights } from "../domain/traffic-strategies/weights.ts";
import type { ReadRule } from "../rollout/neighbours/pair-faults.ts";
import { besideFaults, readEach, targetGroupFaults } from "../rollout/neighbours/pair-neighbours.ts";
import type { StepContext } from "../step/step.ts";

type Context = Pick<StepContext<"elbv2">, "aws">;

/** What is wrong with the fleet's target groups, and with the rule or listener that forwards to them. */
export async function trafficFaults(traffic: Traffic, context: Context): Promise<Fault[]> {
  if (traffic.strategy !== "target-group") {
    const faults = await Promise.all(pairsOf(traffic).map((pair) => pairFaults(pair, traffic, context)));
    return faults.flat();
  }
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

/** The target group of a pair that has all of the traffic; null while its rules do not single one out. */
export async function servingTargetGroup(pair: TrafficPair, { aws }: Context): Promise<string | null> {
  const rules = await readEach(pair, aws.elbv2);
  const serving = new Set(rules.flatMap((rule) => servedBy(rule, pair)));
  return serving.size === 1 ? ([...serving][0] ?? null) : null;
}

async function pairFaults(pair: TrafficPair, traffic: Traffic, context: Context): Promise<Fault[]> {
  const rules = await readEach(pair, context.aws.elbv2);
  return [
    ...(await besideFaults(pair, traffic, { context, rules })),
    ...rules.flatMap((rule) =>
      rule.actions === undefined
        ? [{ place: placeOf(rule), why: `${rule.arn} does not exist: correct the ARN, or make it` }]
        : forwardFaults(pair, rule, forwardWeights(rule.actions)),
    ),
    ...agreementFaults(pair, rules),
  ];
}

function forwardFaults(
  { targetGroups }: TrafficPair,
  rule: Named,
  weights: readonly { readonly arn: string; readonly weight: number }[] | undefined,
): Fault[] {
  const { arn } = rule;
  const place = placeOf(rule);
  if (weights === undefined) {
    return [{ place, why: `${arn} forwards nothing: give it a forward action to one of the target groups` }];
  }
  const inPair = weights.filter((each) => targetGroups.some((own) => own.arn === each.arn));
  const [first, second] = inPair.filter(({ weight }) => weight > 0);
  const named = targetGroups.map((own) => own.arn).join(" and ");
  return [
    ...faultWhen(
      inPair.length === 0,
      place,
      `${arn} forwards to neither of ${named}: let it forward to the one that serves`,
    ),
    ...faultWhen(
      first !== undefined && second !== undefined,
      place,
      `both target groups have traffic (weights ${first?.weight} and ${second?.weight}): set the weight of one to 0`,
    ),
  ];
}

/** Rules of one pair send their traffic to the same generation: which one serves could not be said otherwise. */
function agreementFaults(pair: TrafficPair, rules: readonly ReadRule[]): Fault[] {
  const single = rules.flatMap((rule) => {
    const [serving, ...more] = servedBy(rule, pair);
    return serving === undefined || more.length > 0 ? [] : [{ rule, serving }];
  });
  const [first] = single;
  return single
    .filter(({ serving }) => serving !== first?.serving)
    .map(({ rule, serving }) => ({
      place: placeOf(rule),
      why: `${rule.arn} sends its traffic to ${serving}, ${first?.rule.arn} to ${first?.serving}: let both forward to the one that serves`,
    }));
}

/** The target groups of the pair that have weight in a rule. */
const servedBy = ({ actions = [] }: ReadRule, { targetGroups }: TrafficPair): string[] =>
  (forwardWeights(actions) ?? [])
    .filter(({ arn, weight }) => weight > 0 && targetGroups.some((own) => own.arn === arn))
    .map(({ arn }) => arn);
