import { createRandom } from "../../simulator/world/random.ts";
import type { FaultPlan, FleetPlan } from "./plan.ts";

const SHARE = 0.2;

/**
 * Some fleets are larger for a while by their schedule, which falls due in the run. They have a chance of their own; where
 * somebody has the schedule suspended nothing of it is carried out.
 */
export function drawSchedule(seed: number, fleet: FleetPlan): FleetPlan {
  const random = createRandom(seed);
  const { servers, minimum, firstGeneration, suspended } = fleet;
  if (!random.chance(SHARE) || servers === 0 || servers > 20 || firstGeneration) return fleet;
  if (suspended.includes("ScheduledActions")) return fleet;
  const out = {
    name: "open",
    afterSeconds: random.integer(61, 1200),
    servers: servers + random.integer(1, Math.min(3, servers)),
  };
  const back = {
    name: "close",
    afterSeconds: out.afterSeconds + random.integer(60, 900),
    servers: Math.max(1, minimum, servers - random.integer(0, 1)),
  };
  return { ...fleet, due: random.chance(0.5) ? [out] : [out, back] };
}

/** Some runs have people who change blue, beside the kinds of faults that they have: those stay what they were. */
export function drawBlueChanged(seed: number): FaultPlan[] {
  const random = createRandom(seed);
  if (!random.chance(SHARE)) return [];
  return [{ name: "blue-changed", rate: random.fraction() ** 2, seed: random.integer(1, 0x7fffffff) }];
}
