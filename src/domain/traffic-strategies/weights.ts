import type { ListenerAction, ObservedTraffic, TrafficReading, TrafficSides } from "../traffic-strategy.ts";

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

/** Green's share of what the two target groups get together, percent. */
export function readWeights(observed: ObservedTraffic, sides: TrafficSides): TrafficReading {
  if (observed.kind !== "actions") return { unreadable: "the rule was not read" };
  const weights = forwardWeights(observed.actions);
  if (weights === undefined) return { unreadable: "the rule has no forward action any more" };
  const weightOf = (arn: string | null | undefined): number =>
    weights.find((each) => each.arn === arn)?.weight ?? 0;
  const green = weightOf(sides.green.targetGroup);
  const total = green + weightOf(sides.blue?.targetGroup);
  if (total === 0) return { unreadable: "neither of the fleet's target groups has any weight" };
  return { percent: Math.round((green / total) * 100) };
}

/**
 * The actions that give green `percent` of what the pair gets together. Everything else stays as it was read:
 * ModifyRule and ModifyListener replace the whole list (aws-facts 1.4). Undefined when the rule has no forward action.
 */
export function withGreenAt(
  actions: readonly ListenerAction[],
  percent: number,
  pair: { readonly blue: string | null; readonly green: string },
): ListenerAction[] | undefined {
  const weights = forwardWeights(actions);
  if (weights === undefined) return undefined;
  const others = weights.filter(({ arn }) => arn !== pair.blue && arn !== pair.green);
  const held = weights.reduce((sum, each) => sum + (others.includes(each) ? 0 : each.weight), 0);
  // With nobody else in the action only the ratio matters, so percentages are the weights.
  const total = others.length === 0 ? 100 : held;
  const green = Math.round((total * percent) / 100);
  const ours = [
    ...(pair.blue === null ? [] : [{ TargetGroupArn: pair.blue, Weight: total - green }]),
    { TargetGroupArn: pair.green, Weight: green },
  ];
  const groups = [...ours, ...others.map(({ arn, weight }) => ({ TargetGroupArn: arn, Weight: weight }))];
  return actions.map((action) => {
    if (action.Type !== "forward") return action;
    const { TargetGroupArn: _bare, ...rest } = action;
    return { ...rest, ForwardConfig: { ...action.ForwardConfig, TargetGroups: groups } };
  });
}

/** The duration of target group stickiness, seconds; 0 when it is off (aws-facts 1.4: 1 s to 7 days). */
export function stickiness(observed: ObservedTraffic): number {
  if (observed.kind !== "actions") return 0;
  const config = observed.actions.find(({ Type }) => Type === "forward")?.ForwardConfig
    ?.TargetGroupStickinessConfig;
  return config?.Enabled === true ? (config.DurationSeconds ?? 0) : 0;
}
