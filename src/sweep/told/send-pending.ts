import type { Outbox } from "../../domain/outbox/outbox.ts";
import { LedgerCorrupt, LedgerTooNew } from "../../errors/errors.ts";
import { readOutbox } from "../../ledger/outbox/outbox.ts";
import { claimPending, type KeptFor, sendKept } from "../../step/outbox/publish.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import type { SweepContext } from "../context.ts";
import { openOutboxes, type Outboxes } from "./outboxes.ts";

/** What is not as it should be, counted: for metrics and their alarms. */
export interface OutboxCounts {
  /** What a person has to look at, of all fleets and the account. */
  readonly attention: number;
  /** Events that this sweep and the one before it could not bring to the bus. */
  readonly unsent: number;
}

/** What was kept longer ago was sent by a sweep before this one, and refused. */
const LATE_MS = 600_000;

const AT_ONCE = 32;

/**
 * Sends what the sweep has found kept, before it begins anything: a run that begins takes all that is kept of its fleet to be its
 * own to send, and whoever dies as often as it begins one would keep that from the bus for ever.
 */
export async function sendBefore(
  fleets: readonly string[],
  context: Pick<SweepContext, "ledger" | "clock" | "publish"> & { readonly outboxes: Outboxes },
): Promise<void> {
  const kept: KeptFor[] = [];
  for (const fleet of fleets) {
    const outbox = await unlessUnreadable(context.outboxes.read(fleet));
    if (outbox === undefined || outbox.pending.length === 0) continue;
    kept.push(await claimPending(fleet, outbox, context));
    context.outboxes.forget(fleet);
  }
  await sendKept(kept, context);
}

/** Sends what the bus has not taken yet, of these fleets, or with null of the account; what concerns several goes in one call. */
export async function sendPending(
  scopes: readonly (string | null)[],
  context: Pick<SweepContext, "ledger" | "clock" | "publish" | "outboxes">,
): Promise<OutboxCounts> {
  const { ledger, clock, outboxes = openOutboxes(ledger) } = context;
  const now = clock.now();
  const read = await settleBounded(scopes, AT_ONCE, (fleet) => unlessUnreadable(outboxes.read(fleet)));
  const kept: KeptFor[] = [];
  let attention = 0;
  for (const [index, fleet] of scopes.entries()) {
    const each = read[index];
    if (each?.status === "rejected") throw each.reason;
    outboxes.forget(fleet);
    // Nothing else brings that to an alarm.
    attention += each?.value?.attention.filter(({ endedAt }) => endedAt === null).length ?? 1;
    if (each?.value !== undefined) kept.push(await claimPending(fleet, each.value, context));
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
