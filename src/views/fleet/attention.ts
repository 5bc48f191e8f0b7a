import type { AttentionKind } from "../../domain/outbox/attention-kinds.ts";
import type { Found, Outbox } from "../../domain/outbox/outbox.ts";

/** Something that a person has to look at. */
export interface AttentionRow {
  readonly kind: AttentionKind;
  readonly reason: string;
  /** When it was found, milliseconds since 1970; null: the next sweep takes it down and publishes it. */
  readonly since: number | null;
  readonly commands: readonly string[];
}

/** Events that the bus has not taken. */
export interface Unsent {
  readonly count: number;
  readonly oldestAt: number;
}

/** All that stands of a fleet: what was taken down, the oldest first, and what the ledger says that no sweep has seen yet. */
export function attentionRows({ attention }: Outbox, found: readonly Found[]): readonly AttentionRow[] {
  const stands = attention.filter(({ endedAt }) => endedAt === null);
  const known = new Set(stands.map(({ key }) => key));
  const fresh = found.filter(({ key }) => !known.has(key)).map((each) => ({ ...each, since: null }));
  return [...stands, ...fresh].map(({ kind, reason, since, commands }) => ({
    kind,
    reason,
    since,
    commands,
  }));
}

/** What lies in the outbox for longer than the sweeps need to send it again once. */
const LATE_MS = 600_000;

/** Null: the bus takes what is published. */
export function unsentOf({ pending }: Outbox, now: number): Unsent | null {
  const late = pending.filter(({ keptAt }) => now - keptAt > LATE_MS);
  const [first] = late;
  return first === undefined
    ? null
    : { count: late.length, oldestAt: Math.min(...late.map(({ keptAt }) => keptAt)) };
}
