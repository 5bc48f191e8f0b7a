import type { Run } from "./run.ts";

/** When the run has to be over, as it stands now: a declared wait under way, or a freeze, has moved that already. */
export function deadlineNow(
  { waiting, deadlineAt }: Pick<Run, "waiting" | "deadlineAt">,
  now: number,
): number {
  if (waiting === null || !waiting.isDeclared) return deadlineAt;
  return deadlineAt + Math.max(0, Math.min(now, waiting.until) - waiting.since);
}
