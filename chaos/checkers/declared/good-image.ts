import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { OutcomeInput } from "../checker-input.ts";
import type { Wrote } from "../invariant.ts";

/** Somebody's word, another target, or a time that was too short. */
const NOT_THE_IMAGE = new Set(["Aborted", "Superseded", "Quarantined", "Deadline", "GateUnread"]);

/** Where nothing else goes wrong, nothing is rolled back but for what somebody wanted or declared. */
export function goodImageFault(run: RolloutRecord, write: Wrote, input: OutcomeInput): string | undefined {
  const before = write.before as RolloutRecord | undefined;
  if (run.outcome !== "rolled-back" || before?.outcome === "rolled-back") return undefined;
  if (!input.isQuiet() || NOT_THE_IMAGE.has(run.failure?.error ?? "")) return undefined;
  return `${run.imageTo} is good, nothing was against it, and it was rolled back: ${run.outcomeReason}`;
}
