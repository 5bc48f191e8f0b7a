import * as z from "zod";
import type { RunPointers } from "../../domain/run/run-pointers.ts";
import { LedgerConflict } from "../../errors/errors.ts";
import { againOnConflict } from "../conflict.ts";
import type { Ledger } from "../ledger.ts";
import { defineRecord } from "../stored.ts";

/** Whose pointers: of one kind of run, of one fleet. */
interface Whose {
  readonly kind: string;
  readonly fleet: string;
}

interface StoredPointers {
  readonly pointers: RunPointers;
  readonly revision: number;
}

const record = defineRecord<RunPointers>({
  kind: "run pointers",
  schema: 1,
  shape: z.strictObject({
    builtAt: z.number(),
    runs: z.array(
      z.strictObject({
        id: z.string().min(1),
        startedAt: z.number(),
        restsAt: z.number().nullable(),
        heldMs: z.number().exactOptional(),
      }),
    ),
  }),
});

/** One partition for all fleets, so that one query answers which of them has a run to look at. */
const partitionOf = (kind: string): string => `runs#${kind}`;
const keyOf = ({ kind, fleet }: Whose) => ({ partition: partitionOf(kind), sort: fleet });

/** Undefined: nothing was written down yet, as by 0.1.0; all records have to be read. Throws LedgerCorrupt, LedgerTooNew. */
export async function readPointers(ledger: Ledger, whose: Whose): Promise<StoredPointers | undefined> {
  const item = await ledger.get(keyOf(whose));
  return item && { pointers: record.parse(item), revision: item.revision };
}

/** Those of all fleets, by fleet. What cannot be read is left out: who reads that fleet's alone is told. */
export async function listPointers(ledger: Ledger, kind: string): Promise<Map<string, RunPointers>> {
  const found = new Map<string, RunPointers>();
  for (const item of await ledger.list(partitionOf(kind))) {
    try {
      found.set(item.sort, record.parse(item));
    } catch {
      continue;
    }
  }
  return found;
}

/**
 * Changes them on what they are at that moment, and writes where that makes a difference. Where there are none yet `fromRecords`
 * makes them first: a run that is missing there would never be looked at. Without it nothing is done then.
 */
export async function changePointers(
  ledger: Ledger,
  whose: Whose,
  change: (before: RunPointers) => RunPointers,
  fromRecords?: () => Promise<RunPointers>,
): Promise<void> {
  await againOnConflict(async () => {
    const found = await readPointers(ledger, whose);
    const before = found?.pointers ?? (await fromRecords?.());
    if (before === undefined) return;
    const after = change(before);
    if (found !== undefined && after === before) return;
    await ledger.put(record.write(keyOf(whose), after), found?.revision ?? "absent");
  });
}

/** Makes them anew. A run that is added meanwhile is not lost: then those stay that are there. */
export async function rebuildPointers(
  ledger: Ledger,
  whose: Whose,
  fromRecords: () => Promise<RunPointers>,
): Promise<RunPointers> {
  const found = await readPointers(ledger, whose);
  const built = await fromRecords();
  try {
    await ledger.put(record.write(keyOf(whose), built), found?.revision ?? "absent");
    return built;
  } catch (error) {
    if (!(error instanceof LedgerConflict)) throw error;
    return (await readPointers(ledger, whose))?.pointers ?? built;
  }
}
