import type { RolloutRecord } from "../../domain/run/rollout.ts";
import type { RunOutcome } from "../../domain/run/run.ts";
import type { Entry } from "../../ledger/entries.ts";

/** How a rollout ended. */
export interface Ending {
  readonly outcome: RunOutcome | (typeof NOT_ADMITTED)[number];
  readonly reason: string;
}

/**
 * How the rollout ended, or undefined while it runs. One that was not admitted has no record: its only trace is what
 * Admit decided.
 */
export function endingOf(
  of: { readonly rollout: RolloutRecord | undefined; readonly entries: readonly Entry[] },
  id: string,
): Ending | undefined {
  const { rollout, entries } = of;
  if (rollout !== undefined) {
    if (rollout.endedAt === null || rollout.outcome === null) return undefined;
    return { outcome: rollout.outcome, reason: rollout.outcomeReason ?? "no reason was given" };
  }
  const decided = entries.findLast(
    (entry) => entry.rollout === id && entry.phase === "Admit" && entry.kind === "decision",
  );
  const outcome = NOT_ADMITTED.find((each) => each === decided?.action);
  return decided && outcome ? { outcome, reason: decided.reason } : undefined;
}

const NOT_ADMITTED = ["refused", "nothing-to-do"] as const;
