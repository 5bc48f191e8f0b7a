import { parseDuration } from "../../src/domain/duration.ts";
import { waitSeconds } from "../draws/wait-seconds.ts";
import type { Plan } from "../draws/plan.ts";

const HOUR = 3600;

/**
 * Seconds after the last fault within which the run must be quiescent: each request once more in full, with all
 * that the fleet declares it to wait for, and an hour for leases to run out and sweeps to come by.
 */
export function quiescenceSeconds(plan: Plan): number {
  const { requests, acts, hands = [], logins = [], notices = [], fleet } = plan;
  // A pin that ends and an image that is retried are one more each.
  const ends = requests.filter(({ kind }) => kind === "pinned").length;
  const retries = acts.filter(({ kind }) => kind === "retry" || kind === "rollback").length;
  // What people did to servers by hand may be answered once or twice, and servers grow old meanwhile.
  const answers =
    (hands.length > 0 ? 2 : 0) + logins.length + notices.length + (fleet.age === undefined ? 0 : 2);
  const rollouts = requests.length + ends + retries + answers + 1;
  const scans = plan.scans === undefined ? 0 : HOUR;
  const approval = fleet.approval?.declared?.deadlineSeconds ?? 0;
  return rollouts * (rolloutSeconds(plan) + approval) + HOUR + scans + ageSeconds(plan) + frozenSeconds(plan);
}

/** A pause holds a rollout as a freeze does. */
const frozenSeconds = ({ acts }: Plan): number =>
  acts.reduce((sum, { kind, seconds }) => sum + (kind === "freeze" || kind === "pause" ? seconds : 0), 0);

/** How old servers may get; 0: as old as they like. */
export function ageSeconds({ fleet }: Plan): number {
  return fleet.age === undefined ? 0 : (parseDuration(fleet.age.max) ?? 0);
}

/**
 * The longest that a rollout of the fleet may take. Blue has the deadline once more to go, from its release on; who has
 * handed off is asked again when servers have joined since.
 */
export function rolloutSeconds({ fleet: { declaration } }: Plan): number {
  const { deadlines, retire, onFailure } = declaration;
  const seconds = (text: string | undefined): number => parseDuration(text ?? "0s") ?? 0;
  const ends = 2 * seconds(retire?.handoff?.timeout) + seconds(onFailure?.keepGreen);
  return 2 * seconds(deadlines?.rollout) + waitSeconds(declaration) + ends;
}

/**
 * So many events and writes a run may have. Of 200 runs the busiest had a sixth of them: 27,000 with 164 servers; 1,700
 * with 14. A watched wait writes a few times in 75 s, as long as it lasts.
 */
export const mostEvents = (plan: Plan): number =>
  20_000 + 1000 * plan.fleet.servers + Math.ceil(quiescenceSeconds(plan) / 10);
