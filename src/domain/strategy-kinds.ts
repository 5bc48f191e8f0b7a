import type { Traffic } from "./traffic-settings.ts";
import { albWeighted } from "./traffic-strategies/alb-weighted.ts";
import { nlbWeighted } from "./traffic-strategies/nlb-weighted.ts";
import { none } from "./traffic-strategies/none.ts";
import { targetGroup } from "./traffic-strategies/target-group.ts";
import type {
  ObservedTraffic,
  TrafficChange,
  TrafficMove,
  TrafficReading,
  TrafficSides,
  TrafficSource,
} from "./traffic-strategy.ts";

/** Every way to move traffic. Adding one: a file in traffic-strategies/, its settings, a row here, a test. */
const strategies = {
  "alb-weighted": albWeighted,
  "nlb-weighted": nlbWeighted,
  "target-group": targetGroup,
  none,
} as const;

/** A strategy with a fleet's settings filled in. */
export interface BoundStrategy {
  readonly steps: readonly number[];
  readonly rollbackSteps: readonly number[];
  readonly pauseSeconds: number;
  readonly source: TrafficSource;
  launchTargetGroup(blueTargetGroup: string | null): string | null;
  read(observed: ObservedTraffic, sides: TrafficSides): TrafficReading;
  change(observed: ObservedTraffic, move: TrafficMove): TrafficChange[];
}

/** `generation` first: there is no blue to share the traffic with, so green takes all of it in one step. */
export function strategyOf(traffic: Traffic, generation: "first" | "next" = "next"): BoundStrategy {
  const strategy = strategies[traffic.strategy] as (typeof strategies)["none"];
  const settings = traffic as Extract<Traffic, { strategy: "none" }>;
  return {
    steps: generation === "first" ? [100] : strategy.steps(settings),
    rollbackSteps: strategy.rollbackSteps,
    pauseSeconds: strategy.pauseSeconds(settings),
    source: strategy.source(settings),
    launchTargetGroup: (blue) => strategy.launchTargetGroup(settings, blue),
    read: (observed, sides) => strategy.read(settings, observed, sides),
    change: (observed, move) => strategy.change(settings, observed, move),
  };
}
