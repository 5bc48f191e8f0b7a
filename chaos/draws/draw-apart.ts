import { createRandom } from "../../simulator/world/random.ts";
import { APART } from "../faults.ts";
import type { FaultPlan } from "./plan.ts";

/** Nine of the numbers modulo 73 that have each difference just once (a perfect difference set). */
const TAKEN = [0, 1, 3, 7, 15, 31, 36, 54, 63];
const SIZE = 73;
/** Chosen so that as many seeds in which planted bugs were caught as can be are what they were. */
const PLACES = [31, 50, 72, 63, 48, 27];

/**
 * Faults beside those of the seed's own plan, in a plan of theirs: each in nine seeds of 73, any two together in one. The sizes of
 * both plans have no divisor in common, so that each of these meets each of those equally often.
 */
export function drawApart(seed: number, scatteredSeed: number): FaultPlan[] {
  const random = createRandom(scatteredSeed);
  const places = new Set(TAKEN.map((taken) => (seed + taken) % SIZE));
  return APART.flatMap(({ name }, index) => {
    const plan = { name, rate: random.fraction() ** 2, seed: random.integer(1, 0x7fffffff) };
    return places.has(PLACES[index] ?? SIZE) ? [plan] : [];
  });
}
