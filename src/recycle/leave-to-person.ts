import type { Group } from "../aws/auto-scaling/auto-scaling.ts";
import { formatDuration } from "../domain/duration.ts";
import { isAnyLeft, strandedIn, strandedWords } from "../domain/recycle/stranded.ts";
import { undoSeconds } from "../domain/rollout-decisions/undo-limit.ts";
import { surplusOf } from "../domain/run/recycle.ts";
import { batchOf, type RecycleWork } from "./recycle-step.ts";

/**
 * Undoing has taken as long as it may: what serves stays, and who is left in standby or as a substitute is written down for a person. It is
 * told when the recycle ends, and stands until a sweep finds none of them any more.
 */
export async function leaveToPerson(blocker: string, group: Group, work: RecycleWork<never>): Promise<void> {
  const batch = batchOf(work);
  const { servers, substitutes } = batch;
  const reason = `going back has taken longer than ${formatDuration(undoSeconds(work.fleet))}: ${blocker}`;
  const added = {
    standby: servers.flatMap(({ id, state }) => (state === "isolated" ? [id] : [])),
    substitutes: substitutes.flatMap(({ id, isEnding }) => (isEnding ? [] : [id])),
    size: group.desired - surplusOf(batch),
  };
  const left = strandedIn(added, group);
  const words = isAnyLeft(left) ? strandedWords(left) : "nothing of it is left";
  await work.note("decision", `${reason}; what serves stays: ${words}`, {
    action: "keep-substitutes",
    evidence: { ...left },
  });
  const stranded = { ...added, surplus: left.surplus, reason, at: work.now(), overAt: null };
  if (isAnyLeft(left)) await work.update({ stranded });
}
