import type { Random } from "../../simulator/world/random.ts";
import type { ImagePlan } from "./plan.ts";

const QUICK = { "sim:boot-seconds": "20", "sim:healthy-seconds": "10" };

/** What may be wrong with an image, and how often. */
const BEHAVIOURS: readonly [number, (random: Random) => Omit<ImagePlan, "name">][] = [
  [20, () => ({ tags: {} })],
  [3, (random) => ({ tags: { "sim:boot-seconds": String(random.integer(30, 300)) } })],
  [3, () => ({ tags: { "sim:healthy-seconds": "never" } })],
  [3, (random) => ({ tags: { "sim:sickens-seconds": String(random.integer(10, 500)) } })],
  [4, () => ({ tags: { "sim:error-rate": "0.5" } })],
  [3, () => ({ tags: { "sim:command-exit-code": "3" } })],
  [2, slowCommands],
  [1, () => ({ tags: { "sim:command-seconds": "86400" } })],
  [1, () => ({ tags: { "sim:http-status": "503" } })],
  [1, () => ({ tags: { "sim:launch-failure": "InsufficientInstanceCapacity" } })],
  [1, () => ({ tags: {}, architecture: "arm64" })],
  [1, (random) => ({ tags: {}, goneAfterSeconds: random.integer(0, 120) })],
];

/** An image that a team publishes: more often good than not. */
export function drawImage(random: Random, name: string): ImagePlan {
  const drawn = weighted(random, BEHAVIOURS)(random);
  return { name, ...drawn, tags: { ...QUICK, ...drawn.tags } };
}

/** The image that runs at the start: its servers serve; proving their data safe may not succeed, or take its time. */
export function drawFirstImage(random: Random): ImagePlan {
  const handoff = random.chance(0.15) ? { "sim:command-exit-code:handoff": "1" } : {};
  const slow = random.chance(0.4) ? slowCommands(random).tags : {};
  return { name: "web-1", tags: { ...QUICK, ...handoff, ...slow } };
}

/** Longer than it takes until moult looks first, shorter than any gate allows. */
function slowCommands(random: Random): Pick<ImagePlan, "tags"> {
  return { tags: { "sim:command-seconds": String(random.integer(25, 55)) } };
}

export function weighted<T>(random: Random, choices: readonly (readonly [number, T])[]): T {
  let left = random.integer(
    1,
    choices.reduce((sum, [weight]) => sum + weight, 0),
  );
  for (const [weight, value] of choices) if ((left -= weight) <= 0) return value;
  throw new RangeError("weighted: no choices");
}
