import type { Outbox } from "../../domain/outbox/outbox.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { readOutbox } from "../../ledger/outbox/outbox.ts";

/** What is to be said of the fleets of one sweep: each outbox is read when the sweep comes to its fleet, and again after a change. */
export interface Outboxes {
  /** Throws LedgerCorrupt, LedgerTooNew. */
  read(fleet: string | null): Promise<Outbox>;
  /** Whether nothing stands of what this source finds, so that to find nothing once more changes nothing. */
  isQuiet(fleet: string | null, source: string): boolean;
  /** Something of it was changed, or nobody asks for it any more. */
  forget(fleet: string | null): void;
}

/** Reads each outbox once, as long as nothing is changed in it. */
export function openOutboxes(ledger: Ledger): Outboxes {
  const known = new Map<string | null, Outbox>();
  return {
    read: async (fleet) => {
      const outbox = known.get(fleet) ?? (await readOutbox(ledger, fleet));
      known.set(fleet, outbox);
      return outbox;
    },
    isQuiet: (fleet, source) =>
      known.get(fleet)?.attention.every((each) => each.source !== source || each.endedAt !== null) ?? false,
    forget: (fleet) => void known.delete(fleet),
  };
}
