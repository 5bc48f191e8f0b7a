import type { Traffic } from "../traffic-settings.ts";
import type { TrafficStrategy } from "../traffic-strategy.ts";
import { readWeights, stickiness, withGreenAt } from "./weights.ts";

type Weighted = Extract<Traffic, { targetGroups: [string, string] }>;

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
    read: (_traffic, observed, sides) => readWeights(observed, sides),
    change: (traffic, observed, { percent, sides }) => {
      if (observed.kind !== "actions" || sides.green.targetGroup === null) return [];
      const reading = readWeights(observed, sides);
      const named = observed.actions.some(({ ForwardConfig }) =>
        ForwardConfig?.TargetGroups?.some(({ TargetGroupArn }) => TargetGroupArn === sides.green.targetGroup),
      );
      if (named && "percent" in reading && reading.percent === percent) return [];
      const pair = { blue: sides.blue?.targetGroup ?? null, green: sides.green.targetGroup };
      const actions = withGreenAt(observed.actions, percent, pair);
      return actions === undefined ? [] : [{ kind: "write-actions", arn: arnOf(traffic), actions }];
    },
    stickySeconds: stickiness,
  };
}
