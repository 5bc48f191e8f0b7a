import type { Traffic } from "../traffic-settings.ts";
import type { TrafficStrategy } from "../traffic-strategy.ts";

/** Servers that pull their work. There is nothing to read and nothing to change; a whole strategy all the same. */
export const none: TrafficStrategy<Extract<Traffic, { strategy: "none" }>> = {
  strategy: "none",
  rollbackSteps: [],
  steps: () => [100],
  pauseSeconds: () => 0,
  launchTargetGroup: () => null,
  source: () => ({ kind: "nothing" }),
  read: () => ({ percent: 100 }),
  change: () => [],
};
