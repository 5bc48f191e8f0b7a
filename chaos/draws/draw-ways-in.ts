import type { WaysIn } from "../../rehearsal/front.ts";
import { createRandom } from "../../simulator/world/random.ts";
import { weighted } from "./draw-images.ts";
import type { FleetPlan } from "./plan.ts";

const SHARE = 0.3;

/**
 * Some fleets have more rules than one, or more pairs. They have a chance of their own, so that a run without them is what it
 * was before there were any.
 */
export function drawWaysIn(seed: number, fleet: FleetPlan): FleetPlan {
  const random = createRandom(seed);
  if (!fleet.strategy.endsWith("-weighted") || !random.chance(SHARE)) return fleet;
  const kinds: [number, WaysIn][] =
    fleet.strategy === "nlb-weighted"
      ? [
          [1, "listeners"],
          [2, "ports"],
        ]
      : [
          [3, "listeners"],
          [2, "paths"],
          [2, "balancers"],
        ];
  return { ...fleet, waysIn: weighted<WaysIn>(random, kinds) };
}
