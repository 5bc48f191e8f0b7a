import { type TargetGroup, targetStickiness } from "../../aws/elbv2/elbv2.ts";
import { balancerOf } from "../../domain/traffic-pairs/pair-settings.ts";
import { type Named, placeOf, type TrafficPair } from "../../domain/traffic-pairs/pairs-of.ts";
import type { ListenerAction } from "../../domain/traffic-strategy.ts";
import { stickiness } from "../../domain/traffic-strategies/weights.ts";
import type { StepContext } from "../../step/step.ts";
import { type Fault, faultWhen } from "../../domain/neighbours/fault.ts";

/** A rule of a pair with what it does; undefined: it does not exist. */
export interface ReadRule extends Named {
  readonly actions: readonly ListenerAction[] | undefined;
}

/** Green's servers are asked the same way as blue's, and a target group belongs to one load balancer (aws-facts 2). */
export function likenessFaults(pair: TrafficPair, first: TargetGroup, second: TargetGroup): Fault[] {
  const place = placeOf(pair);
  const [rule] = pair.rules;
  const balancer = balancerOf(rule.arn) ?? rule.arn;
  const elsewhere = [first, second].filter(({ loadBalancerArns }) =>
    loadBalancerArns.some((arn) => !arn.endsWith(`:loadbalancer/${balancer}`)),
  );
  return [
    ...faultWhen(
      first.port !== second.port || first.protocol !== second.protocol,
      place,
      `${first.name} speaks ${first.protocol} on port ${first.port}, ${second.name} ${second.protocol} on port ${second.port}: make them alike`,
    ),
    ...checkFaults(place, first, second),
    ...elsewhere.map(({ name, loadBalancerArns }) => ({
      place,
      why: `${name} belongs to ${loadBalancerArns.join(", ")} and not to the load balancer of ${placeOf(rule)}: name one of its own`,
    })),
  ];
}

/** An image that one of the pair takes for well may be ill in the other: which it is judged by would depend on its turn. */
function checkFaults(place: string, first: TargetGroup, second: TargetGroup): Fault[] {
  const unlike = Object.keys(first.check).filter(
    (name) =>
      first.check[name as keyof TargetGroup["check"]] !== second.check[name as keyof TargetGroup["check"]],
  ) as (keyof TargetGroup["check"])[];
  const shown = ({ name, check }: TargetGroup): string =>
    `${name} by ${unlike.map((each) => `${each} ${check[each] ?? "none"}`).join(", ")}`;
  const why = `${shown(first)}, ${shown(second)}: their health is checked differently, make them alike (aws elbv2 modify-target-group)`;
  return faultWhen(unlike.length > 0, place, why);
}

/**
 * Sticky target groups. An action that weighs two of which one is sticky has to be sticky itself, or it is refused
 * (aws-facts 1.4), so no green could be named in it; and stickiness by an application's cookie does not work with weights
 * at all (aws-facts 8.7).
 */
export async function stickyFaults(
  { targetGroups }: TrafficPair,
  rules: readonly ReadRule[],
  { aws }: Pick<StepContext<"elbv2">, "aws">,
): Promise<Fault[]> {
  const read = await Promise.all(
    targetGroups.map(async (named) => ({ named, ...(await targetStickiness(aws.elbv2, named.arn)) })),
  );
  const sticky = read.filter(({ enabled }) => enabled);
  const [first] = sticky;
  if (first === undefined) return [];
  const plain = rules.filter(({ actions = [] }) => stickiness({ kind: "actions", actions }) === 0);
  return [
    ...sticky
      .filter(({ type }) => type === "app_cookie")
      .map(({ named }) => ({
        place: placeOf(named),
        why: `${named.arn} is sticky by a cookie of the application, which does not work with weighted target groups: make it lb_cookie, or turn it off`,
      })),
    ...plain.map((rule) => ({
      place: placeOf(rule),
      why: `${first.named.arn} is sticky, so the rule has to be, too, or green cannot be named in it: ${stickyCommand(rule.arn, rule.actions ?? [], first.seconds)}`,
    })),
  ];
}

/** The command that makes an action sticky to its target groups, where that action is all there is. */
function stickyCommand(arn: string, actions: readonly ListenerAction[], seconds: number): string {
  const [only, ...others] = actions;
  if (only === undefined || others.length > 0) return "set TargetGroupStickinessConfig in its forward action";
  const TargetGroups = only.ForwardConfig?.TargetGroups ?? [
    { TargetGroupArn: only.TargetGroupArn, Weight: 1 },
  ];
  const TargetGroupStickinessConfig = { Enabled: true, DurationSeconds: seconds };
  const written = JSON.stringify([
    { Type: "forward", ForwardConfig: { TargetGroups, TargetGroupStickinessConfig } },
  ]);
  return arn.includes(":listener-rule/")
    ? `aws elbv2 modify-rule --rule-arn ${arn} --actions '${written}'`
    : `aws elbv2 modify-listener --listener-arn ${arn} --default-actions '${written}'`;
}
