import type { Outbox } from "../../domain/outbox/outbox.ts";
import { LedgerCorrupt, LedgerTooNew } from "../../errors/errors.ts";
import { claimPending, type KeptFor, sendKept } from "../../step/outbox/publish.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import type { SweepContext } from "../context.ts";
import type { Outboxes } from "./outboxes.ts";

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

type Context = Pick<SweepContext, "ledger" | "clock" | "publish"> & { readonly outboxes: Outboxes };

/**
 * Sends what the bus has not taken yet, of these fleets, or with null of the account; what concerns several goes in one call. It is
 * sent before a sweep begins anything: a run that begins takes all that is kept of its fleet to be its own to send, and whoever
 * dies as often as it begins one would keep that from the bus for ever. Answers what it failed with: nobody is decided about later
 * for that.
 */
export async function sendPending(
  scopes: readonly (string | null)[],
  context: Context,
): Promise<readonly unknown[]> {
  const claimed = await settleBounded(scopes, AT_ONCE, (fleet) => claim(fleet, context));
  const kept = claimed.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
  const [sent] = await Promise.allSettled([sendKept(kept, context)]);
  return [...claimed, sent].flatMap((each): unknown[] => (each.status === "rejected" ? [each.reason] : []));
}

async function claim(fleet: string | null, context: Context): Promise<KeptFor[]> {
  const { outboxes } = context;
  const outbox = await unlessUnreadable(outboxes.read(fleet));
  if (outbox === undefined || outbox.pending.length === 0) return [];
  outboxes.forget(fleet);
  return [await claimPending(fleet, outbox, context)];
}

/** Counts what is to be said of these fleets, or with null of the account, and asks for none of it any more. */
export async function countPending(
  scopes: readonly (string | null)[],
  { clock, outboxes }: Pick<Context, "clock" | "outboxes">,
): Promise<OutboxCounts> {
  const now = clock.now();
  // What another sweep has found since counts, too: a metric that says less would end its alarm.
  for (const fleet of scopes) outboxes.forget(fleet);
  let [attention, unsent] = [0, 0];
  const read = await settleBounded(scopes, AT_ONCE, (fleet) => unlessUnreadable(outboxes.read(fleet)));
  for (const [index, each] of read.entries()) {
    if (each.status === "rejected") throw each.reason;
    const outbox = each.value;
    outboxes.forget(scopes[index] ?? null);
    // One that cannot be read is for a person, too: nothing else brings that to an alarm.
    attention += outbox?.attention.filter(({ endedAt }) => endedAt === null).length ?? 1;
    unsent += outbox ? lateOf(outbox, now) : 0;
  }
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
