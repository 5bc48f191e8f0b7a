/** Dollars an hour of one server by instance type; null: nobody knows. */
export type PriceOf = (instanceType: string) => number | null;

interface DoubleRun {
  /** Servers that are launched beside the old ones, by instance type. */
  readonly types: ReadonlyMap<string, number>;
  /** From the launch of the new servers to the end of the old ones. */
  readonly seconds: number;
}

/** What servers cost that run twice. */
export interface DoubleRunCost {
  /** Dollars, of those whose price is known; null: of none. */
  readonly dollars: number | null;
  /** Instance types whose price nobody knows. */
  readonly unpriced: readonly string[];
}

/** EC2 bills each second, and the first minute whole (aws-facts 3). */
const LEAST_SECONDS = 60;

/** What it costs to run both for that time: of the old servers, what they would have cost anyway is no part of it. */
export function doubleRunCost({ types, seconds }: DoubleRun, priceOf: PriceOf): DoubleRunCost {
  const hours = Math.max(LEAST_SECONDS, seconds) / 3600;
  const unpriced: string[] = [];
  let dollars: number | null = null;
  for (const [type, servers] of types) {
    const price = priceOf(type);
    if (price === null) unpriced.push(type);
    else dollars = (dollars ?? 0) + price * servers * hours;
  }
  return { dollars, unpriced: unpriced.sort() };
}
