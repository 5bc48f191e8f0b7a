import type { Random } from "../world/random.ts";

/**
 * Splits a whole number of requests by shares that sum to 1, each request by chance. Where `apportion` gives each share
 * exactly what it is due, this is as uneven as requests of many people are.
 */
export function drawParts(
  total: number,
  shares: ReadonlyMap<string, number>,
  random: Random,
): Map<string, number> {
  const parts = new Map<string, number>();
  let left = total;
  let shareLeft = [...shares.values()].reduce((sum, share) => sum + share, 0);
  for (const [key, share] of shares) {
    const part = drawCount(left, shareLeft <= 0 ? 0 : Math.min(1, share / shareLeft), random);
    if (part > 0) parts.set(key, part);
    left -= part;
    shareLeft -= share;
  }
  // Sums of fractions may miss 1 by little: no request is forgotten for it.
  const [first] = shares.keys();
  if (left > 0 && first !== undefined) parts.set(first, (parts.get(first) ?? 0) + left);
  return parts;
}

/** How many of `trials` come true, each with this probability: from one that does to the next. */
export function drawCount(trials: number, probability: number, random: Random): number {
  if (probability <= 0 || trials === 0) return 0;
  if (probability > 0.5) return trials - drawCount(trials, 1 - probability, random);
  const step = Math.log(1 - probability);
  let count = -1;
  for (let at = 0; at <= trials; count += 1) at += Math.floor(Math.log(1 - random.fraction()) / step) + 1;
  return count;
}

/** By how much more than a hundredth of `samples` lies above the 99th percentile of all there could be. */
export function drawLuck(samples: number, random: Random): number {
  const expected = Math.round(samples / 100) + 1;
  let sum = 0;
  for (let each = 0; each < expected; each += 1) sum -= Math.log(1 - random.fraction());
  return expected / Math.max(sum, 1e-9);
}
