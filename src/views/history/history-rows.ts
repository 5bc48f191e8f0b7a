import type { Entry } from "../../ledger/entries.ts";

/** An entry as a person reads it; null where it says nothing. */
interface HistoryRow {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly rollout: string | null;
  readonly phase: string | null;
  readonly kind: Entry["kind"];
  /** What was done, and to what: `ModifyRule rule/1`. */
  readonly action: string | null;
  readonly by: string;
  readonly reason: string;
}

/** One row an entry, in the same order. */
export const historyRows = (entries: readonly Entry[]): HistoryRow[] =>
  entries.map(({ at, rollout, phase, kind, action, subject, actor, reason }) => ({
    at,
    rollout,
    phase,
    kind,
    action: [action, subject].filter((each) => each !== undefined).join(" ") || null,
    by: actor,
    reason,
  }));
