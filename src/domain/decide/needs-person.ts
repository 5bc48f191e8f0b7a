import type { Target } from "../run/excepted.ts";
import type { FleetState } from "./fleet-state.ts";
import type { Hold } from "./held.ts";

/** A rollout that could go neither on nor back, and that nobody has settled. */
export interface Unsettled {
  readonly run: string;
  readonly target: Target;
  readonly reason: string;
  /** When it became a person's, milliseconds since 1970. */
  readonly since: number;
}

/** What holds every target while the fleet's last rollout needs a person: two generations stand already. */
export const needsPersonHold = ({ fleet, needsPerson }: FleetState): Hold | null =>
  needsPerson && { by: "needs-person", reason: needsPersonReason(fleet, needsPerson), nextAt: null };

/** Why nothing is begun. */
export const needsPersonReason = (_fleet: string, { run, reason }: Unsettled): string =>
  `the fleet needs a person since rollout ${run}: ${reason}; both generations are kept`;
