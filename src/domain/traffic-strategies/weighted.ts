import type { AlbRule, NlbRule } from "../traffic-pairs/each-rule.ts";
import type { ListenerAction, TrafficSides, TrafficStrategy } from "../traffic-strategy.ts";
import { readWeights, stickiness, withGreenAt, withoutGroup } from "./weights.ts";

type Weighted = AlbRule | NlbRule;

/** The pair's target groups by side. A first generation has no blue: the other one of the pair stands in its place. */
function pairOf({ targetGroups: [first, second] }: Weighted, { blue, green }: TrafficSides) {
  const other = green.targetGroup === first ? second : first;
  return { blue: blue?.targetGroup ?? other, green: green.targetGroup };
}

const names = (actions: readonly ListenerAction[], targetGroup: string): boolean =>
  actions.some(({ ForwardConfig }) =>
    ForwardConfig?.TargetGroups?.some(({ TargetGroupArn }) => TargetGroupArn === targetGroup),
  );

const sideOf = (pair: { blue: string; green: string }, side: "blue" | "green" | undefined): string | null =>
  side === undefined ? null : pair[side];

/** What the two weighted strategies share: all but the listener or rule that holds the weights. */
export function weighted<T extends Weighted>(
  strategy: T["strategy"],
  arnOf: (traffic: T) => string,
): TrafficStrategy<T> {
  return {
    strategy,
    // One call: blue never left its target group.
    rollbackSteps: [0],
    steps: ({ steps }) => steps,
    pauseSeconds: ({ pause }) => pause,
    launchTargetGroup: ({ targetGroups: [first, second] }, blue) => (blue === first ? second : first),
    source: (traffic) => ({ kind: "actions", arn: arnOf(traffic) }),
    read: (traffic, observed, sides) => readWeights(observed, pairOf(traffic, sides), traffic.steps),
    change: (traffic, observed, { percent, sides, leaves, retires }) => {
      const { blue, green } = pairOf(traffic, sides);
      if (observed.kind !== "actions" || green === null) return [];
      const reading = readWeights(observed, { blue, green }, traffic.steps);
      const out = sideOf({ blue, green }, retires ?? leaves);
      const leaving = retires !== undefined || stickiness(observed) > 0 ? out : null;
      const wanted = sides.blue === null ? [green] : [blue, green];
      // What is named no more is not named again to leave.
      const isOut = out !== null && !names(observed.actions, out);
      const isNamed =
        leaving === null ? isOut || wanted.every((each) => names(observed.actions, each)) : isOut;
      if (isNamed && "percent" in reading && reading.percent === percent) return [];
      const actions = withGreenAt(observed.actions, percent, { blue, green });
      if (actions === undefined) return [];
      const kept = leaving === null ? actions : withoutGroup(actions, leaving);
      return [{ kind: "write-actions", arn: arnOf(traffic), actions: kept }];
    },
  };
}
