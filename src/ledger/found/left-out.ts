import * as z from "zod";
import { type LeftOut, leftOut } from "../../domain/recycle/left-out.ts";
import { againOnConflict } from "../conflict.ts";
import { fleetPartition } from "../keys.ts";
import type { Ledger, LedgerKey } from "../ledger.ts";
import { defineRecord } from "../stored.ts";

/** What was seen of a generation's servers by whoever was to replace some of them. */
const beheld = z.strictObject({
  generation: z.int().min(1),
  /** How many servers its group is to have; null: nobody has counted them. */
  servers: z.int().min(0).nullable(),
  left: z.array(leftOut).max(2000),
});
type Beheld = Readonly<z.infer<typeof beheld>>;

const record = defineRecord({ kind: "servers left out", schema: 1, shape: beheld });

const keyOf = (fleet: string): LedgerKey => ({ partition: fleetPartition(fleet), sort: "left-out" });

/** How many servers the generation has, and which are left alone for now; null: nobody has looked. */
export async function readLeftOut(
  ledger: Ledger,
  fleet: string,
): Promise<{
  readonly generation: number;
  readonly servers: number | null;
  readonly left: readonly LeftOut[];
} | null> {
  const item = await ledger.get(keyOf(fleet));
  return item === undefined ? null : record.parse(item);
}

/** Keeps it as it is seen now; of another generation nothing of before counts. Writes nothing where that is known already. */
export async function keepLeftOut(
  ledger: Ledger,
  fleet: string,
  seen: { readonly generation: number; readonly servers?: number; readonly left?: readonly LeftOut[] },
): Promise<void> {
  await againOnConflict(async () => {
    const item = await ledger.get(keyOf(fleet));
    const known = item === undefined ? null : record.parse(item);
    const before: Beheld =
      known?.generation === seen.generation
        ? known
        : { generation: seen.generation, servers: null, left: [] };
    const next = {
      ...before,
      ...(seen.servers !== undefined && { servers: seen.servers }),
      ...(seen.left !== undefined && { left: [...seen.left] }),
    };
    if (known !== null && JSON.stringify(known) === JSON.stringify(next)) return;
    await ledger.put(record.write(keyOf(fleet), next), item?.revision ?? "absent");
  });
}
