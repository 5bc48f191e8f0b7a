import type { ExplainedState } from "../../src/domain/explain/explanation.ts";

/** What is said of a fleet or of a run: what it does, why it waits, what ends that. Instants are milliseconds since 1970. */
export interface Said {
  readonly state: ExplainedState;
  readonly sentence: string;
  readonly since: number | null;
  readonly endsAt: number | null;
  /** What happens if it fails, or if nobody does anything; null: nothing is to be said. */
  readonly otherwise: string | null;
  /** The whole reason where the sentence gives only its first part; null: the sentence says all. */
  readonly detail: string | null;
  /** What else stands of it, one sentence each. */
  readonly also: readonly string[];
}
