import type { Phase } from "../run/rollout.ts";

/** Nobody has traffic of green yet: what waits in them for long waits by a bell, since looks of nine events each would fill a history. */
const BY_BELL: readonly Phase[] = ["LaunchGreen", "ObserveGreen", "ValidateGreen", "AwaitApproval"];
/** No wait of these phases that is watched is longer (poll-interval.ts, early-traffic.ts). */
const WATCHED_SECONDS = 300;

/** Whether a rollout that waits for so long in this phase waits by a bell: who has something to say to it has to ring. */
export const isOnBell = (phase: Phase, seconds: number): boolean =>
  BY_BELL.includes(phase) && (phase === "AwaitApproval" || seconds > WATCHED_SECONDS);
