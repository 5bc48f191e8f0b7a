import { LedgerCorrupt, LedgerTooNew } from "../../errors/errors.ts";
import { type ActiveFreeze, activeFreeze } from "../../ledger/freezes.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { readOutbox } from "../../ledger/outbox/outbox.ts";
import { type AttentionRow, attentionRows } from "./attention.ts";

/** What can still be seen of a fleet one of whose records cannot be read. */
export interface LeastView {
  readonly fleet: string;
  /** Which record, and why. */
  readonly unreadable: string;
  readonly frozen: ActiveFreeze | null;
  readonly attention: readonly AttentionRow[];
}

/** What `read` answers, or what can be seen of the fleet where a record is damaged or newer than this version. */
export async function orLeastView<T>(
  ledger: Ledger,
  { fleet, now }: { readonly fleet: string; readonly now: number },
  read: () => Promise<T>,
): Promise<T | LeastView> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof LedgerTooNew || error instanceof LedgerCorrupt)) throw error;
    // Either may be what cannot be read.
    const frozen = await activeFreeze(ledger, fleet, now).catch(() => undefined);
    const outbox = await readOutbox(ledger, fleet).catch(() => undefined);
    const attention = outbox === undefined ? [] : attentionRows(outbox, []);
    return { fleet, unreadable: error.message, frozen: frozen ?? null, attention };
  }
}
