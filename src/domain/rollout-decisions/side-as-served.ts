import type { Side } from "../run/rollout.ts";

/** What is read of both sides of a rollout that needs a person. */
interface Sides {
  /** Green's share of the traffic; null: the fleet has no traffic to read, its servers pull. */
  readonly percent: number | null;
  /** Servers that answer; null: there is no such side (any more). */
  readonly blue: number | null;
  readonly green: number | null;
}

/**
 * The side that most users are served by: one that answers before one that does not, then the one with more traffic, then with
 * more servers, then the one that was live.
 */
export function sideAsServed({ percent, blue, green }: Sides): Side {
  if (green === null) return "blue";
  if (blue === null) return (percent ?? green) > 0 ? "green" : "blue";
  if (green > 0 !== blue > 0) return green > 0 ? "green" : "blue";
  if (percent !== null && percent !== 50) return percent > 50 ? "green" : "blue";
  return green > blue ? "green" : "blue";
}
