import * as z from "zod";
import { fleetPartition } from "./keys.ts";
import type { Ledger, LedgerKey } from "./ledger.ts";
import { LedgerConflict } from "../errors/errors.ts";
import { defineRecord } from "./stored.ts";

const record = defineRecord({
  kind: "last hold",
  schema: 1,
  shape: z.strictObject({ reason: z.string().nullable() }),
});

const keyOf = (fleet: string): LedgerKey => ({ partition: fleetPartition(fleet), sort: "last-hold" });

/** Why nothing was begun for the fleet when it was told last; null: nothing held it. */
export async function readLastHold(ledger: Ledger, fleet: string): Promise<string | null> {
  const item = await ledger.get(keyOf(fleet));
  return item === undefined ? null : record.parse(item).reason;
}

/** Keeps it, once it was told. Who writes at the same moment has told the same, or tells what is newer. */
export async function writeLastHold(ledger: Ledger, fleet: string, reason: string | null): Promise<void> {
  const item = await ledger.get(keyOf(fleet));
  try {
    await ledger.put(record.write(keyOf(fleet), { reason }), item?.revision ?? "absent");
  } catch (error) {
    if (!(error instanceof LedgerConflict)) throw error;
  }
}
