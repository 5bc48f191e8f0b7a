import { createRandom } from "../../simulator/world/random.ts";
import type { FleetPlan } from "./plan.ts";

/** Metrics have a chance of their own. */
const METRICS = 0x6d657472;

/** Some fleets whose requests are measured hold green's errors against blue's, where a step leaves blue a share. */
export function drawMetrics(seed: number, fleet: FleetPlan, isMeasured: boolean): FleetPlan {
  const random = createRandom(seed ^ METRICS);
  const { declaration } = fleet;
  if (!isMeasured || declaration.steps.length === 1 || !random.chance(0.5)) return fleet;
  const gate = {
    kind: "metric" as const,
    metric: "target-5xx" as const,
    worseThanBlue: "2x",
    max: random.pick(["1%", "5%"]),
    minRequests: random.pick([20, 100]),
  };
  return { ...fleet, declaration: { ...declaration, gates: [...(declaration.gates ?? []), gate] } };
}
