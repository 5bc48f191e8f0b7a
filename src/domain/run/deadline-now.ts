import { pauseNow } from "../steering/pause.ts";
import type { Run } from "./run.ts";

/** When the run has to be over, as it stands now: a declared wait under way, a pause, or a freeze, has moved that already. */
export function deadlineNow(
  run: Pick<Run, "waiting" | "deadlineAt" | "phase" | "phaseStartedAt" | "pause" | "abort" | "failure">,
  now: number,
): number {
  const { waiting, deadlineAt } = run;
  const held = pauseNow(run, now);
  if (held !== null) return now + held.leftMs;
  if (waiting === null || !waiting.isDeclared) return deadlineAt;
  return deadlineAt + Math.max(0, Math.min(now, waiting.until) - waiting.since);
}
