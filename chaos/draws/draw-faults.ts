import type { Random } from "../../simulator/world/random.ts";
import { APART, faultKinds } from "../faults.ts";
import type { FaultPlan } from "./plan.ts";

/** Drawn twice as often: they harm only when they fall together with a certain moment of a rollout. */
const MOMENTARY = ["answers-lost", "load-rises", "somebody-puts-back", "steps-overtaken"];

/** Have a chance or a plan of their own beside the others. */
const APART_FROM_ALL = new Set(["blue-changed", ...APART.map(({ name }) => name)]);

/** How many kinds a run has. Few at high rates find what an average of all never does. */
const COUNTS = [0, 1, 2, 2, 4, 3, 4, 4];

/**
 * Faults by name; else those of the seed's place in a plan in which any two kinds meet equally often: places are numbers
 * modulo a prime, and the multiples of 0, 1, 3 and 7, moved along, have each difference as often as any other.
 */
export function drawFaults(seed: number, random: Random, only: readonly string[] | undefined): FaultPlan[] {
  const names = only ?? namesOf(seed);
  return names.map((name) => ({
    name,
    rate: random.fraction() ** 2,
    seed: random.integer(1, 0x7fffffff),
  }));
}

const MOVED = [0, 1, 3, 7];

function namesOf(seed: number): string[] {
  const places = filled([...faultKinds.keys()].filter((name) => !APART_FROM_ALL.has(name)).concat(MOMENTARY));
  const size = places.length;
  const block = seed % (size * (size - 1));
  const times = Math.floor(block / size) + 1;
  // Each block comes round with another number of kinds, all of them in eight rounds.
  const round = Math.floor(seed / (size * (size - 1)));
  const count = COUNTS[(block + 5 * round) % COUNTS.length] ?? 0;
  const names = MOVED.slice(0, count).map((apart) => places[(block + times * apart) % size] ?? "");
  return [...new Set(names)];
}

/** Up to the next prime, with the first ones once more. */
function filled(names: readonly string[]): string[] {
  let size = names.length;
  while (!isPrime(size)) size += 1;
  return [...names, ...names].slice(0, size);
}

const isPrime = (size: number): boolean =>
  Array.from({ length: size }, (_, each) => each).every((each) => each < 2 || size % each !== 0);
