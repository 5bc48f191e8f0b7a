import { spread } from "../age/spread.ts";
import type { AttentionKind } from "./attention-kinds.ts";

/** An event that is to be published. The id stays the same however often it is sent, and goes with it in its detail. */
export interface OutgoingEvent {
  readonly id: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** One that the bus has not taken yet. */
export interface KeptEvent extends OutgoingEvent {
  readonly keptAt: number;
  /** Until then it is left to whoever is sending it. */
  readonly claimedUntil: number;
}

/** What a person has to look at, in words, with the commands that end it. */
export interface Found {
  /** The same as long as it is the same thing. */
  readonly key: string;
  readonly kind: AttentionKind;
  /** Without numbers that change as long as it stands: each other wording is a write. */
  readonly reason: string;
  readonly commands: readonly string[];
  /** In the account's outbox: a fleet that nobody declares. */
  readonly fleet?: string;
}

/** One that was found, since when it stands, and when it was over. */
interface Attention extends Found {
  /** Who finds things of this kind, and says when they are over. */
  readonly source: string;
  readonly since: number;
  readonly endedAt: number | null;
}

/** What is to be said of one fleet, or of the account. */
export interface Outbox {
  readonly pending: readonly KeptEvent[];
  /** Ids of those that the bus took, newest first. */
  readonly taken: readonly string[];
  readonly attention: readonly Attention[];
}

/** Longer than a step or a sweep sends: who is slow and who repeats do not both publish. */
const CLAIM_MS = 250_000;
/** What is over may come again so soon, and counts as the same: it is not published a second time. */
const BACK_WITHIN_MS = 3_600_000;
/** So many are remembered, against a step that is run again after the bus took its event. */
const REMEMBERED = 100;

/** With those events that are new: neither kept nor taken yet. They are whoever's that keeps them, for a while. */
export function withKept(outbox: Outbox, events: readonly OutgoingEvent[], now: number): Outbox {
  const known = new Set([...outbox.pending.map(({ id }) => id), ...outbox.taken]);
  const fresh = events.filter(({ id }) => !known.has(id));
  if (fresh.length === 0) return outbox;
  const kept = fresh.map((event) => ({ ...event, keptAt: now, claimedUntil: now + CLAIM_MS }));
  return { ...outbox, pending: [...outbox.pending, ...kept] };
}

/** Those that nobody is sending any more. */
export const unclaimed = ({ pending }: Outbox, now: number): readonly KeptEvent[] =>
  pending.filter(({ claimedUntil }) => claimedUntil <= now);

/** With those that nobody is sending claimed by who sends them now. */
export function withClaimed(outbox: Outbox, now: number): Outbox {
  if (unclaimed(outbox, now).length === 0) return outbox;
  const claim = (event: KeptEvent): KeptEvent =>
    event.claimedUntil <= now ? { ...event, claimedUntil: now + CLAIM_MS } : event;
  return { ...outbox, pending: outbox.pending.map(claim) };
}

/** Without those that the bus took, which are never sent again, and with those that it refused free to be sent. */
export function withSent(
  outbox: Outbox,
  { taken, refused }: { readonly taken: readonly string[]; readonly refused: readonly string[] },
): Outbox {
  const left = outbox.pending
    .filter(({ id }) => !taken.includes(id))
    .map((event) => (refused.includes(event.id) ? { ...event, claimedUntil: 0 } : event));
  return { ...outbox, pending: left, taken: [...taken, ...outbox.taken].slice(0, REMEMBERED) };
}

/** What one source has found. */
export interface Reading {
  /** Null: it concerns no single fleet. */
  readonly fleet: string | null;
  readonly source: string;
  readonly found: readonly Found[];
  /** Whether that is all there is of this source, so that what is missing is over. */
  readonly isWhole: boolean;
}

/** With what was found; what is found for the first time, or anew, is kept to be published. The same outbox where nothing changes. */
export function withReading(before: Outbox, reading: Reading, now: number): Outbox {
  const { fleet, source, found, isWhole } = reading;
  const outbox = withCleared(before, fleet, now);
  const keys = new Set(found.map(({ key }) => key));
  const rest = outbox.attention.flatMap((each): readonly Attention[] => {
    if (each.source !== source || keys.has(each.key)) return each.source === source ? [] : [each];
    return [isWhole && each.endedAt === null ? { ...each, endedAt: now } : each];
  });
  const stands = found.map((each): Attention => {
    const same = outbox.attention.find((known) => known.source === source && known.key === each.key);
    // In the first words: other numbers every five minutes would be a write each, and no news.
    return { ...each, ...(same ?? { source, since: now }), endedAt: null };
  });
  const fresh = stands.filter(({ since }) => since === now);
  const events = fresh.map((each) => attentionEvent(fleet, each));
  const attention = [...rest, ...stands].sort((a, b) => a.since - b.since || (a.key < b.key ? -1 : 1));
  const kept = withKept(outbox, events, now);
  return sameAs(attention, outbox.attention) ? kept : { ...kept, attention };
}

/** Field by field: what is read from the ledger has its fields in another order. */
function sameAs(one: readonly Attention[], other: readonly Attention[]): boolean {
  const textOf = (each: Attention): string =>
    JSON.stringify([
      each.source,
      each.key,
      each.kind,
      each.reason,
      each.commands,
      each.fleet,
      each.since,
      each.endedAt,
    ]);
  return one.map(textOf).join("\n") === other.map(textOf).join("\n");
}

/** Without what has been over for an hour, which can come back as the same no more: that is kept to be published. The same outbox where nothing has. */
export function withCleared(outbox: Outbox, fleet: string | null, now: number): Outbox {
  const isOver = ({ endedAt }: Attention): boolean => endedAt !== null && now - endedAt >= BACK_WITHIN_MS;
  const over = outbox.attention.filter(isOver);
  if (over.length === 0) return outbox;
  const attention = outbox.attention.filter((each) => !isOver(each));
  const events = over.map((each) => clearedEvent(fleet, each));
  return { ...withKept(outbox, events, now), attention };
}

function clearedEvent(scope: string | null, each: Attention): OutgoingEvent {
  const { kind, reason, since, endedAt, fleet = scope ?? undefined } = each;
  const overAt = new Date(endedAt ?? since).toISOString();
  return {
    id: `attention-cleared-${idOf(scope, each)}`,
    detailType: "Attention Cleared",
    detail: {
      ...(fleet !== undefined && { fleet }),
      kind,
      irregularity: reason,
      overAt,
      sentence: `over since ${overAt.slice(0, 16)}Z, and not back for an hour: ${reason}`,
      since: new Date(since).toISOString(),
    },
  };
}

const idOf = (
  scope: string | null,
  { key, kind, since, fleet = scope ?? undefined }: Omit<Attention, "source" | "endedAt">,
): string => `${fleet ?? "account"}-${kind}-${Math.floor(spread(key) * 2 ** 32).toString(16)}-${since}`;

/** What is published of it, once for each time that it begins. */
function attentionEvent(scope: string | null, each: Omit<Attention, "source" | "endedAt">): OutgoingEvent {
  const { kind, reason, commands, since, fleet = scope ?? undefined } = each;
  return {
    id: idOf(scope, each),
    detailType: fleet === undefined ? "Account Needs Attention" : "Fleet Needs Attention",
    detail: {
      ...(fleet !== undefined && { fleet }),
      kind,
      irregularity: reason,
      commands,
      since: new Date(since).toISOString(),
    },
  };
}
