/**
 * Splits a whole number of requests by shares that sum to 1, into whole numbers that sum to `total`. What rounding owes
 * to each key is carried in `owed` to the next call, so that over time each key gets its exact share.
 */
export function apportion(
  total: number,
  shares: ReadonlyMap<string, number>,
  owed: Map<string, number>,
): Map<string, number> {
  const keys = new Set([...shares.keys(), ...owed.keys()]);
  const parts = [...keys].map((key) => {
    const due = total * (shares.get(key) ?? 0) + (owed.get(key) ?? 0);
    return { key, due, given: Math.max(0, Math.floor(due + TOLERANCE)) };
  });
  let left = total - parts.reduce((sum, part) => sum + part.given, 0);
  const byNeed = parts.toSorted((one, other) => other.due - other.given - (one.due - one.given));
  // Rounding down leaves at most one request per key; a key that is owed less than nothing may leave one too many.
  for (const part of left < 0 ? byNeed.toReversed() : byNeed) {
    if (left === 0) break;
    const step = left > 0 ? 1 : -Math.min(1, part.given);
    part.given += step;
    left -= step;
  }
  for (const { key, due, given } of parts) owed.set(key, due - given);
  return new Map(parts.filter((part) => part.given > 0).map((part) => [part.key, part.given]));
}

/** Shares are sums of fractions: 0.1 * 10 must count as 1. */
const TOLERANCE = 1e-9;
