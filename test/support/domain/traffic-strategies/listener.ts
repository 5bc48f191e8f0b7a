import type { AlbRule, NlbRule } from "../../../../src/domain/traffic-pairs/each-rule.ts";
import type { ListenerAction, TrafficSides } from "../../../../src/domain/traffic-strategy.ts";

const ELB = "arn:aws:elasticloadbalancing:eu-central-1:123456789012";
/** Blue's, green's and somebody else's target group. */
export const A = `${ELB}:targetgroup/web-a/0123456789abcdef`;
export const B = `${ELB}:targetgroup/web-b/0123456789abcdef`;
export const THIRD = `${ELB}:targetgroup/canary/0123456789abcdef`;

export const ALB: AlbRule = {
  strategy: "alb-weighted",
  rule: `${ELB}:listener-rule/app/web/0123/4567/89ab`,
  targetGroups: [A, B],
  steps: [10, 50, 100],
  pause: 30,
};
export const NLB: NlbRule = {
  strategy: "nlb-weighted",
  listener: `${ELB}:listener/net/web/0123/4567`,
  targetGroups: [A, B],
  steps: [100],
  pause: 0,
};

export const SIDES: TrafficSides = {
  blue: { group: "web-g0001", targetGroup: A },
  green: { group: "web-g0002", targetGroup: B },
};
/** A first generation, in target group B. */
export const FIRST: TrafficSides = { ...SIDES, blue: null };

export const weights = (shares: Readonly<Record<string, number>>) =>
  Object.entries(shares).map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight }));

/** A forward action with a weight for each target group, in that order. */
export const forward = (shares: Readonly<Record<string, number>>): ListenerAction => ({
  Type: "forward",
  ForwardConfig: { TargetGroups: weights(shares) },
});
