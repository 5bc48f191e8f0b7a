import type { FleetState } from "./fleet-state.ts";
import type { Unsettled } from "./unsettled.ts";

/** What holds every target while the fleet's last rollout needs a person: two generations stand already. */
export const needsPersonHold = ({ fleet, needsPerson }: FleetState) =>
  needsPerson && { by: "needs-person" as const, reason: needsPersonReason(fleet, needsPerson), nextAt: null };

/** Why nothing is begun. */
export const needsPersonReason = (_fleet: string, { run, reason }: Unsettled): string =>
  `the fleet needs a person since rollout ${run}: ${reason}; both generations are kept`;
