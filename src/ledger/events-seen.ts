import * as z from "zod";
import { LedgerConflict } from "../errors/errors.ts";
import { EVENTS_PARTITION } from "./keys.ts";
import type { Ledger } from "./ledger.ts";
import { defineRecord } from "./stored.ts";

interface EventSeen {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Seconds since 1970; the table's time to live deletes the item then. */
  readonly removeAfter: number;
}

/** EventBridge tries for 24 hours by default to deliver an event; a dead-letter queue replayed by hand is later. */
const KEPT_SECONDS = 14 * 24 * 3600;

const record = defineRecord<EventSeen>({
  kind: "event seen",
  schema: 1,
  shape: z.object({ at: z.number(), removeAfter: z.number() }),
});

/**
 * True the first time a key is marked, false afterwards (for two weeks at least). Mark an event after it was handled
 * or make handling it idempotent: a crash between the mark and the work loses the event.
 */
export async function markEventSeen(
  ledger: Ledger,
  event: { readonly key: string; readonly at: number },
): Promise<boolean> {
  const removeAfter = Math.ceil(event.at / 1000) + KEPT_SECONDS;
  const key = { partition: EVENTS_PARTITION, sort: event.key };
  try {
    await ledger.put(record.write(key, { at: event.at, removeAfter }), "absent");
    return true;
  } catch (error) {
    if (error instanceof LedgerConflict) return false;
    throw error;
  }
}

/** Whether a key was marked. Read it before the work and mark afterwards, and a crash in between loses nothing. */
export async function isEventSeen(ledger: Ledger, key: string): Promise<boolean> {
  return (await ledger.get({ partition: EVENTS_PARTITION, sort: key })) !== undefined;
}
