import type { Outbox } from "../domain/outbox/outbox.ts";
import { LedgerCorrupt, LedgerTooNew } from "../errors/errors.ts";
import { readOutbox } from "../ledger/outbox/outbox.ts";
import { claimPending, type KeptFor, sendKept } from "../step/outbox/publish.ts";
import type { SweepContext } from "./context.ts";

/** What is not as it should be, counted: for metrics and their alarms. */
export interface OutboxCounts {
  /** What a person has to look at, of all fleets and the account. */
  readonly attention: number;
  /** Events that this sweep and the one before it could not bring to the bus. */
  readonly unsent: number;
}

/** What was kept longer ago was sent by a sweep before this one, and refused. */
const LATE_MS = 600_000;

/** Sends what the bus has not taken yet, of these fleets, or with null of the account; what concerns several goes in one call. */
export async function sendPending(
  scopes: readonly (string | null)[],
  context: Pick<SweepContext, "ledger" | "clock" | "publish">,
): Promise<OutboxCounts> {
  const { ledger, clock } = context;
  const now = clock.now();
  const kept: KeptFor[] = [];
  let attention = 0;
  for (const fleet of scopes) {
    const outbox = await unlessUnreadable(readOutbox(ledger, fleet));
    // Nothing else brings that to an alarm.
    attention += outbox?.attention.filter(({ endedAt }) => endedAt === null).length ?? 1;
    if (outbox !== undefined) kept.push(await claimPending(fleet, outbox, context));
  }
  await sendKept(kept, context);
  let unsent = 0;
  // Few have any: only those are read once more.
  for (const { fleet, events } of kept)
    if (events.length > 0) unsent += lateOf(await readOutbox(ledger, fleet), now);
  return { attention, unsent };
}

/** One that cannot be read keeps nobody else's events from the bus. */
async function unlessUnreadable(read: Promise<Outbox>): Promise<Outbox | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof LedgerCorrupt || error instanceof LedgerTooNew) return undefined;
    throw error;
  }
}

const lateOf = ({ pending }: Outbox, now: number): number =>
  pending.filter(({ keptAt }) => now - keptAt > LATE_MS).length;
