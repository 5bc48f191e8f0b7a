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

/**
 * Keeps why nothing is begun for the fleet, null when nothing holds it. Returns whether that is another answer than the one
 * before; false, too, when somebody else writes at the same moment: they tell.
 */
export async function replaceLastHold(
  ledger: Ledger,
  fleet: string,
  reason: string | null,
): Promise<boolean> {
  const item = await ledger.get(keyOf(fleet));
  const before = item === undefined ? null : record.parse(item).reason;
  if (before === reason) return false;
  try {
    await ledger.put(record.write(keyOf(fleet), { reason }), item?.revision ?? "absent");
    return true;
  } catch (error) {
    if (error instanceof LedgerConflict) return false;
    throw error;
  }
}
