import { createHash } from "node:crypto";
import * as z from "zod";
import { againOnConflict } from "../conflict.ts";
import { ACCOUNT_PARTITION } from "../keys.ts";
import type { Ledger, LedgerKey } from "../ledger.ts";
import { defineRecord } from "../stored.ts";

const storm = z.strictObject({
  key: z.string(),
  kind: z.enum(["age", "drift", "access", "health"]),
  field: z.string(),
  observed: z.string(),
  /** On how many fleets it was when it was found. */
  fleets: z.int(),
  since: z.number(),
  /** Who let it be acted on, when and why; null: nobody has. */
  acknowledged: z.strictObject({ by: z.string(), reason: z.string(), at: z.number() }).nullable(),
  /** When it was over; null: it is not. */
  endedAt: z.number().nullable(),
});
export type StoredStorm = Readonly<z.infer<typeof storm>>;

const record = defineRecord({ kind: "storm", schema: 1, shape: storm });

const PREFIX = "storm#";
const keyOf = (key: string): LedgerKey => ({
  partition: ACCOUNT_PARTITION,
  sort: PREFIX + createHash("sha256").update(key).digest("hex").slice(0, 16),
});

/** The storms that are not over, oldest first. */
export async function listStorms(ledger: Ledger): Promise<StoredStorm[]> {
  const { storms, faults } = await readStorms(ledger);
  if (faults[0] !== undefined) throw faults[0];
  return storms;
}

/** The same, and the faults of those that cannot be read: what is held by them nobody knows. */
export async function readStorms(
  ledger: Ledger,
): Promise<{ readonly storms: StoredStorm[]; readonly faults: readonly Error[] }> {
  const storms: StoredStorm[] = [];
  const faults: Error[] = [];
  for (const item of await ledger.list(ACCOUNT_PARTITION, { prefix: PREFIX })) {
    try {
      storms.push(record.parse(item));
    } catch (error) {
      faults.push(error as Error);
    }
  }
  const standing = storms.filter(({ endedAt }) => endedAt === null);
  return { storms: standing.sort((a, b) => a.since - b.since), faults };
}

/** Changes one storm; `change` answers the value it was given when there is nothing to change. */
export async function changeStorm(
  ledger: Ledger,
  key: string,
  change: (before: StoredStorm | undefined) => StoredStorm | undefined,
): Promise<boolean> {
  return againOnConflict(async () => {
    const item = await ledger.get(keyOf(key));
    const before = item && record.parse(item);
    const after = change(before);
    if (after === before || after === undefined) return false;
    await ledger.put(record.write(keyOf(key), after), item?.revision ?? "absent");
    return true;
  });
}
