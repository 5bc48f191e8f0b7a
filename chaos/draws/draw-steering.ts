import { createRandom } from "../../simulator/world/random.ts";
import { type ActPlan, STEERING_KINDS } from "./plan.ts";

/** How people steer what runs, in a plan of its own, so that the rest of a seed's plan is what it was. */
export function drawSteering(scatteredSeed: number, withinSeconds: number): ActPlan[] {
  const random = createRandom(scatteredSeed);
  return STEERING_KINDS.flatMap((kind) => {
    const isDrawn = random.chance(0.13);
    const act = { kind, afterSeconds: random.integer(1, withinSeconds), seconds: random.integer(60, 1800) };
    return isDrawn ? [act] : [];
  });
}
