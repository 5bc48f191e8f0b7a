import { openingFrom } from "../brakes/opening.ts";
import type { Start } from "../decide/decide.ts";
import type { FleetAhead } from "./fleet-ahead.ts";

/** Green is ready for its first traffic, and waits for a window. Instants are milliseconds since 1970. */
export interface ShiftWait {
  readonly from: number;
  /** Null: none opens within 400 days. */
  readonly to: number | null;
}

/**
 * How long the green of a run that begins then waits for its first traffic (windows.gates: shift), both generations running: a run begins
 * in a window, and one that need not fit may be ready after it. Null: it does not wait. What a person begins, and servers that are
 * replaced in place, wait for none; what is too old to wait, for none that is allowed.
 */
export function shiftWait(
  ahead: FleetAhead,
  { reason, target, servers }: Start,
  at: number,
): ShiftWait | null {
  const { toTraffic, permits, state } = ahead;
  if (toTraffic === null || permits === null || reason === "operator" || servers !== undefined) return null;
  const from = at + toTraffic * 1000;
  const { hardAgeAt } = state.brakes;
  const isHard =
    reason === "age" && target.image === state.live?.image && hardAgeAt !== null && from >= hardAgeAt;
  const open = openingFrom(isHard ? { ...permits, allow: [] } : permits, from);
  return open?.from === from ? null : { from, to: open?.from ?? null };
}
