import * as z from "zod";
import { ACCOUNT_PARTITION } from "../keys.ts";
import type { Ledger } from "../ledger.ts";
import { defineRecord } from "../stored.ts";

const record = defineRecord<{ readonly next: string | null }>({
  kind: "sweep place",
  schema: 1,
  shape: z.strictObject({ next: z.string().min(1).nullable() }),
});

const KEY = { partition: ACCOUNT_PARTITION, sort: "sweep-place" };

/** The fleet that the last sweep did not come to any more; null: it came to all. */
export async function readSweepPlace(ledger: Ledger): Promise<string | null> {
  const item = await ledger.get(KEY);
  return item === undefined ? null : record.parse(item).next;
}

/** Whichever of two sweeps writes last: the other one's fleets have their turn one sweep later. */
export async function writeSweepPlace(ledger: Ledger, next: string | null): Promise<void> {
  await ledger.put(record.write(KEY, { next }), "any");
}
