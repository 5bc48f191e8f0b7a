import type { ListenerAction, ObservedTraffic, TrafficReading } from "../traffic-strategy.ts";

interface Weight {
  readonly arn: string;
  readonly weight: number;
}

/** Target groups and weights of the forward action; a bare target group counts as weight 1, as AWS shows it. */
export function forwardWeights(actions: readonly ListenerAction[]): Weight[] | undefined {
  const forward = actions.find(({ Type }) => Type === "forward");
  if (forward === undefined) return undefined;
  const groups = forward.ForwardConfig?.TargetGroups;
  if (groups === undefined || groups.length === 0) {
    return forward.TargetGroupArn === undefined ? [] : [{ arn: forward.TargetGroupArn, weight: 1 }];
  }
  return groups.map(({ TargetGroupArn = "", Weight = 1 }) => ({ arn: TargetGroupArn, weight: Weight }));
}

/**
 * Green's share of what the two target groups get together, percent. Beside foreign target groups the weights of the
 * pair may be too small for exact percentages: 10% of 7 is written as 1, so 1 of 7 is read as the step of 10%.
 */
export function readWeights(
  observed: ObservedTraffic,
  pair: { readonly blue: string; readonly green: string | null },
  steps: readonly number[],
): TrafficReading {
  if (observed.kind !== "actions") return { unreadable: "the rule was not read" };
  const weights = forwardWeights(observed.actions);
  if (weights === undefined) return { unreadable: "the rule has no forward action any more" };
  const weightOf = (arn: string | null): number => weights.find((each) => each.arn === arn)?.weight ?? 0;
  const green = weightOf(pair.green);
  const total = green + weightOf(pair.blue);
  if (total === 0) return { unreadable: "neither of the fleet's target groups has any weight" };
  if (green === 0 || green === total) return { percent: green === 0 ? 0 : 100 };
  // 1 of 999 is not nothing, and 998 of 999 is not all.
  const percent = Math.min(99, Math.max(1, Math.round((green / total) * 100)));
  if (steps.includes(percent)) return { percent };
  return { percent: steps.find((step) => weightOfGreen(total, step) === green) ?? percent };
}

/** Green's part of the weight that the pair has. Rounding never makes a part of the traffic all of it, or none. */
function weightOfGreen(total: number, percent: number): number {
  const nearest = Math.round((total * percent) / 100);
  if (percent <= 0 || percent >= 100) return nearest;
  return Math.max(0, Math.min(total - 1, Math.max(1, nearest)));
}

/**
 * The actions that give green `percent` of what the pair gets together. Everything else stays as it was read:
 * ModifyRule and ModifyListener replace the whole list (aws-facts 1.4). Undefined when the rule has no forward action.
 */
export function withGreenAt(
  actions: readonly ListenerAction[],
  percent: number,
  pair: { readonly blue: string; readonly green: string },
): ListenerAction[] | undefined {
  const weights = forwardWeights(actions);
  if (weights === undefined) return undefined;
  const others = weights.filter(({ arn }) => arn !== pair.blue && arn !== pair.green);
  const held = weights.reduce((sum, each) => sum + (others.includes(each) ? 0 : each.weight), 0);
  // With nobody else in the action only the ratio matters, so percentages are the weights.
  const total = others.length === 0 ? 100 : held;
  const green = weightOfGreen(total, percent);
  const pairWeights = [
    { TargetGroupArn: pair.blue, Weight: total - green },
    { TargetGroupArn: pair.green, Weight: green },
  ];
  const groups = [
    ...pairWeights,
    ...others.map(({ arn, weight }) => ({ TargetGroupArn: arn, Weight: weight })),
  ];
  return actions.map((action) => {
    if (action.Type !== "forward") return action;
    const { TargetGroupArn: _bare, ...rest } = action;
    return { ...rest, ForwardConfig: { ...action.ForwardConfig, TargetGroups: groups } };
  });
}

/** The actions with one target group named no more. */
export function withoutGroup(actions: readonly ListenerAction[], targetGroup: string): ListenerAction[] {
  return actions.map((action) => {
    const groups = action.ForwardConfig?.TargetGroups;
    if (action.Type !== "forward" || groups === undefined) return action;
    const TargetGroups = groups.filter(({ TargetGroupArn }) => TargetGroupArn !== targetGroup);
    return { ...action, ForwardConfig: { ...action.ForwardConfig, TargetGroups } };
  });
}

/** The duration of target group stickiness, seconds; 0 when it is off (aws-facts 1.4: 1 s to 7 days). */
export function stickiness(observed: ObservedTraffic): number {
  if (observed.kind !== "actions") return 0;
  const config = observed.actions.find(({ Type }) => Type === "forward")?.ForwardConfig
    ?.TargetGroupStickinessConfig;
  return config?.Enabled === true ? (config.DurationSeconds ?? 0) : 0;
}

/** Whether clients may still stick to this target group: it is named, whatever its weight, and the action is sticky. */
export const mayStickTo = (observed: ObservedTraffic, targetGroup: string | null): boolean =>
  observed.kind === "actions" &&
  stickiness(observed) > 0 &&
  (forwardWeights(observed.actions) ?? []).some(({ arn }) => arn === targetGroup);
