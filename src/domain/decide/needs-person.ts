import { isSameTarget, type Target } from "../run/excepted.ts";
import type { FleetState, WantedTarget } from "./fleet-state.ts";
import type { Unsettled } from "./unsettled.ts";

/**
 * Why a target is not begun while the fleet's last rollout needs a person; null: it is another than both sides have, or a person
 * has asked since that servers be replaced. Its rollout settles the fleet first, on the side that has the traffic.
 */
export function needsPersonBlocker(target: WantedTarget, state: FleetState): string | null {
  const { needsPerson, live, wanted } = state;
  if (needsPerson === null) return null;
  const isOf = (side: Target | null): boolean =>
    side !== null &&
    isSameTarget(side, { ...target, templateVersion: target.templateVersion ?? side.templateVersion });
  if (isOf(live) && (wanted.launchedBefore?.at ?? -Infinity) > needsPerson.since) return null;
  if (!isOf(live) && !isOf(needsPerson.target)) return null;
  return needsPersonReason(state.fleet, needsPerson);
}

/** Why nothing is begun, and the two ways on. */
export const needsPersonReason = (fleet: string, { run, reason }: Unsettled): string =>
  `the fleet needs a person since rollout ${run}: ${reason}; moult settle ${fleet} --keep blue --reason <text>, or --keep green, ends that, and so does another image`;
