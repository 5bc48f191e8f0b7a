import { parseDuration } from "../../src/domain/duration.ts";
import type { Plan } from "../draws/plan.ts";

const HOUR = 3600;

/**
 * Seconds after the last fault within which the run must be quiescent: each request once more in full, with all
 * that the fleet declares it to wait for, and an hour for leases to run out and sweeps to come by.
 */
export function quiescenceSeconds(plan: Plan): number {
  const { requests, acts } = plan;
  // A pin that ends and an image that is retried are one more each.
  const ends = requests.filter(({ kind }) => kind === "pinned").length;
  const retries = acts.filter(({ kind }) => kind === "retry").length;
  return (requests.length + ends + retries + 1) * rolloutSeconds(plan) + HOUR;
}

/** The longest that a rollout of the fleet may take. Blue has the deadline once more to go, from its release on. */
export function rolloutSeconds({ fleet }: Plan): number {
  const { deadlines, retire, bake } = fleet.declaration;
  const seconds = (text: string | undefined): number => parseDuration(text ?? "0s") ?? 0;
  return 2 * seconds(deadlines?.rollout) + seconds(bake) + seconds(retire?.warm) + seconds(retire?.drain);
}
