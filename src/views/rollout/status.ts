import type { FleetView } from "../fleet/fleet-view.ts";

/** As many as a status has; `moult findings` has all. */
const MOST_URGENT = 2;

/** The status of a fleet as a program reads it: the view without what only people read. */
export function statusOf(view: FleetView) {
  const { fleet, rollout, recycle, generations, frozen, except, standing, findings, ageDue, servers } = view;
  const { attention, unsent, retirements, holder, explanation } = view;
  return {
    fleet,
    explanation,
    frozen: frozen ?? null,
    attention,
    unsent,
    rollout: rollout ?? null,
    recycle: recycle ?? null,
    holder: holder ?? null,
    retirements,
    generations,
    except,
    wanted: standing?.wanted ?? null,
    decision: standing?.decision ?? null,
    findings: { count: findings.length, mostUrgent: findings.slice(0, MOST_URGENT) },
    ageDue,
    ...(servers && { servers }),
  };
}
