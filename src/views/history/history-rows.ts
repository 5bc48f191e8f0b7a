import type { Entry } from "../../ledger/entries.ts";

/** An entry as a person reads it; null where it says nothing. */
interface HistoryRow {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly rollout: string | null;
  readonly phase: string | null;
  readonly kind: Entry["kind"];
  /** What was done, or what kind of entry it is, and of what: `ModifyRule rule/1`, `hold web-g0002`. */
  readonly action: string;
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
    action: [action ?? kind, subject].filter((each) => each !== undefined).join(" "),
    by: actor,
    reason,
  }));
