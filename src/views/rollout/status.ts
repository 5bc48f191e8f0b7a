import type { FleetView } from "../fleet/fleet-view.ts";

/** The status of a fleet as a program reads it: the view without what only people read. */
export function statusOf({ fleet, rollout, generations, frozen, except, standing, servers }: FleetView) {
  return {
    fleet,
    frozen: frozen ?? null,
    rollout: rollout ?? null,
    generations,
    except,
    wanted: standing?.wanted ?? null,
    decision: standing?.decision ?? null,
    ...(servers && { servers }),
  };
}
