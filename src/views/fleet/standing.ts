import { decide } from "../../domain/decide/decide.ts";
import { wantedTarget } from "../../domain/decide/due-targets.ts";
import type { FleetState } from "../../domain/decide/fleet-state.ts";
import { namedBy, pinInForce } from "../../domain/decide/wanted.ts";

/** What a fleet should be, and what is decided about it now. */
export interface Standing {
  /** Null: nothing names an image. The version is null where nobody has read the template yet. */
  readonly wanted: {
    readonly image: string;
    readonly templateVersion: number | null;
    /** Who says so: the declaration's source, or the person who pinned it. */
    readonly by: string;
    readonly pin: { readonly reason: string; readonly at: number; readonly until: number | null } | null;
  } | null;
  readonly decision: {
    /** `start`: a run is begun by whoever looks next. */
    readonly act: "start" | "leave";
    /** Why nothing is begun, by name; null where something is. */
    readonly because: string | null;
    readonly reason: string;
    /** When the answer may be another one though nothing changes; null: only a change does it. */
    readonly nextAt: number | null;
  };
}

/** How the fleet stands: the same decision as whoever looks next comes to. */
export function standingOf(state: FleetState, now: number): Standing {
  const { source, wanted: known } = state;
  const target = wantedTarget(state, now);
  const pin = pinInForce(known, source, now);
  const decision = decide(state, now);
  return {
    wanted: target && {
      ...target,
      by: pin?.by ?? namedBy(known, source)?.source ?? source,
      pin: pin && { reason: pin.reason, at: pin.at, until: pin.until },
    },
    decision:
      decision.act === "leave"
        ? { ...decision }
        : {
            act: "start",
            because: null,
            reason: decision.due.map(({ what }) => what).join("; "),
            nextAt: null,
          },
  };
}
