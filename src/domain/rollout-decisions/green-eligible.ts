import type { Phase, RolloutRecord } from "../run/rollout.ts";

/** Phases that a rollout only enters when green has passed every gate. */
const AFTER_EVERY_GATE: readonly Phase[] = ["ShiftTraffic", "Bake", "RetireBlue"];

type Known = Pick<RolloutRecord, "failure" | "gates" | "timers">;

/**
 * Whether green may serve users while blue cannot: it passed every gate once and has failed none since. A rollout that
 * ends by an abort, a deadline, another target or an error of AWS has nothing against it.
 */
export function isGreenEligible({ failure, gates, timers }: Known): boolean {
  if (failure === null) return false;
  const { phase, error, imageAtFault } = failure;
  if (!AFTER_EVERY_GATE.includes(phase)) return false;
  // The final check ends a rollout whose green stays below the floor.
  const isTooSmall = error === "Failed" && timers["too-small"] !== undefined;
  return !imageAtFault && error !== "GateFailed" && !isTooSmall && gates.every(isStanding);
}

const isStanding = ({ verdict }: Known["gates"][number]): boolean => verdict !== "fail";
