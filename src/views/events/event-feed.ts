import type { Ledger } from "../../ledger/ledger.ts";
import { listPublished, type PublishedEvent } from "../../ledger/outbox/published.ts";

/** Which of the published events are meant; null: all. */
export interface EventFilter {
  readonly fleet: string | null;
  /** Part of an event's type, in any case: `rolled back`. */
  readonly type: string | null;
}

interface EventFeed {
  /** The newest last: at first the newest that are meant, then at each call what was published since the call before, each once. */
  next(): Promise<readonly PublishedEvent[]>;
}

/** So many are read at first: at rest one query of a few items. Each further read has four times as many. */
const FIRST_READ = 8;
/** Whoever asks for more than that reads the bus's own archive. */
const MOST_READ = 20_000;
/**
 * Senders' clocks differ, and who is slow writes an instant that others have passed: what is so much older than the newest seen is
 * looked at once more.
 */
const OVERLAP_MS = 120_000;
/** An event that the bus takes twice comes again within a claim and a sweep: an hour bounds what is remembered. */
const REMEMBERED_MS = 3_600_000;

/** Follows what is published; `limit` bounds the first answer. */
export function eventFeed(
  ledger: Ledger,
  { filter, limit }: { readonly filter: EventFilter; readonly limit: number },
): EventFeed {
  let seenUntil: number | null = null;
  let seen: ReadonlyMap<string, number> = new Map();
  const unseen = async (until: number): Promise<readonly PublishedEvent[]> => {
    const from = until - OVERLAP_MS;
    const newest = await readBack(ledger, (read) => isBefore(read, until));
    return newest.filter(({ id, at }) => at >= from && !seen.has(id));
  };
  // As far back as the next look reads again: what lies there and is not shown is not new then.
  const first = (): Promise<readonly PublishedEvent[]> =>
    readBack(ledger, (read) => meant(read, filter).length >= limit && isBefore(read, read[0]?.at ?? 0));
  return {
    next: async () => {
      const isFirst = seenUntil === null;
      const fresh = await (seenUntil === null ? first() : unseen(seenUntil));
      seenUntil = Math.max(seenUntil ?? 0, fresh[0]?.at ?? 0);
      const forgotten = seenUntil - REMEMBERED_MS;
      const known = [...seen, ...fresh.map(({ id, at }) => [id, at] as const)];
      seen = new Map(known.filter(([, at]) => at >= forgotten));
      const answer = meant(fresh, filter);
      return (isFirst ? answer.slice(0, limit) : answer).reverse();
    },
  };
}

/** Whether it goes back beyond what is looked at once more. */
const isBefore = (newestFirst: readonly PublishedEvent[], until: number): boolean =>
  (newestFirst.at(-1)?.at ?? 0) < until - OVERLAP_MS;

/** The newest first, back until that is enough, or there are no more. */
async function readBack(
  ledger: Ledger,
  isEnough: (newestFirst: readonly PublishedEvent[]) => boolean,
): Promise<readonly PublishedEvent[]> {
  for (let limit = FIRST_READ; ; limit *= 4) {
    const events = await listPublished(ledger, limit);
    if (events.length < limit || isEnough(events) || limit >= MOST_READ) return events;
  }
}

/** Those that are meant, each once: as the bus took it first. The newest first. */
function meant(newestFirst: readonly PublishedEvent[], { fleet, type }: EventFilter): PublishedEvent[] {
  const words = type?.toLowerCase();
  return [...new Map(newestFirst.map((event) => [event.id, event])).values()]
    .filter(({ detail }) => fleet === null || detail["fleet"] === fleet)
    .filter(({ detailType }) => words === undefined || detailType.toLowerCase().includes(words))
    .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
}
