import { type Outbox, withCleared } from "../../domain/outbox/outbox.ts";
import {
  attentionCounts,
  type SweepCounts,
  summedCounts,
} from "../../domain/telemetry/sweep-measurements.ts";
import { LedgerCorrupt, LedgerTooNew } from "../../errors/errors.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import { claimPending, keepCleared, type KeptFor, sendKept } from "../../step/outbox/publish.ts";
import type { SweepContext } from "../context.ts";
import type { Outboxes } from "./outboxes.ts";

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
  const { outboxes, clock } = context;
  const outbox = await unlessUnreadable(outboxes.read(fleet));
  if (outbox === undefined) return [];
  const isAnyOver = withCleared(outbox, fleet, clock.now()) !== outbox;
  if (!isAnyOver && outbox.pending.length === 0) return [];
  outboxes.forget(fleet);
  const { events } = await claimPending(fleet, outbox, context);
  const cleared = isAnyOver ? await keepCleared(fleet, context) : [];
  return [{ fleet, events: [...events, ...cleared] }];
}

/** Counts, for metrics and their alarms, what stands and what this sweep and the one before it could not bring to the bus: of these fleets, or with null of the account, and asks for none of it any more. */
export async function countPending(
  scopes: readonly (string | null)[],
  { clock, outboxes }: Pick<Context, "clock" | "outboxes">,
): Promise<SweepCounts> {
  const now = clock.now();
  // What another sweep has found since counts, too: a metric that says less would end its alarm.
  for (const fleet of scopes) outboxes.forget(fleet);
  const counts: SweepCounts[] = [];
  const read = await settleBounded(scopes, AT_ONCE, (fleet) => unlessUnreadable(outboxes.read(fleet)));
  for (const [index, each] of read.entries()) {
    if (each.status === "rejected") throw each.reason;
    const outbox = each.value;
    outboxes.forget(scopes[index] ?? null);
    counts.push(attentionCounts(outbox), { UnsentEvents: outbox ? lateOf(outbox, now) : 0 });
  }
  return summedCounts(counts);
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
