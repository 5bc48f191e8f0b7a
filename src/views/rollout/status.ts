import type { FleetView } from "../fleet/fleet-view.ts";

/** What `--json` tells of a fleet: the view without what only eyes need. */
export function statusOf({ fleet, rollout, generations, frozen, servers }: FleetView) {
  return {
    fleet,
    frozen: frozen ?? null,
    rollout: rollout ?? null,
    generations,
    ...(servers && { servers }),
  };
}
