import type { Traffic } from "../traffic-settings.ts";
import type { TrafficSides, TrafficStrategy } from "../traffic-strategy.ts";
import { readWeights, stickiness, withGreenAt } from "./weights.ts";

type Weighted = Extract<Traffic, { targetGroups: [string, string] }>;

/** The pair's target groups by side. A first generation has no blue: the other one of the pair stands in its place. */
function pairOf({ targetGroups: [first, second] }: Weighted, { blue, green }: TrafficSides) {
  const other = green.targetGroup === first ? second : first;
  return { blue: blue?.targetGroup ?? other, green: green.targetGroup };
}

/** What the two weighted strategies share: all but the listener or rule that holds the weights. */
export function weighted<T extends Weighted>(
  strategy: T["strategy"],
  arnOf: (traffic: T) => string,
): TrafficStrategy<T> {
  return {
    strategy,
    // One call: blue never left its target group.
    wayBack: [0],
    steps: ({ steps }) => steps,
    pauseSeconds: ({ pause }) => pause,
    launchTargetGroup: ({ targetGroups: [first, second] }, blue) => (blue === first ? second : first),
    source: (traffic) => ({ kind: "actions", arn: arnOf(traffic) }),
    read: (traffic, observed, sides) => readWeights(observed, pairOf(traffic, sides), traffic.steps),
    change: (traffic, observed, { percent, sides }) => {
      const { blue, green } = pairOf(traffic, sides);
      if (observed.kind !== "actions" || green === null) return [];
      const reading = readWeights(observed, { blue, green }, traffic.steps);
      const named = observed.actions.some(({ ForwardConfig }) =>
        ForwardConfig?.TargetGroups?.some(({ TargetGroupArn }) => TargetGroupArn === green),
      );
      if (named && "percent" in reading && reading.percent === percent) return [];
      const actions = withGreenAt(observed.actions, percent, { blue, green });
      return actions === undefined ? [] : [{ kind: "write-actions", arn: arnOf(traffic), actions }];
    },
    stickySeconds: stickiness,
  };
}
