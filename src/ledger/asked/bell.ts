import * as z from "zod";
import { againOnConflict } from "../conflict.ts";
import { fleetPartition } from "../keys.ts";
import type { Ledger, LedgerKey } from "../ledger.ts";
import { defineRecord } from "../stored.ts";

/** What wakes the fleet's rollout that waits for a person. It opens nothing: whoever has it can make it look, and no more. */
const bell = z.strictObject({
  rollout: z.string().min(1),
  token: z.string().min(1),
  at: z.number(),
  /** Who rings has seen something that green is to be looked at for, whatever is waited for. */
  isForCheck: z.literal(true).exactOptional(),
});
type Bell = Readonly<z.infer<typeof bell>>;

const record = defineRecord({ kind: "bell", schema: 1, shape: bell });

const keyOf = (fleet: string): LedgerKey => ({ partition: fleetPartition(fleet), sort: "bell" });

/** The bell that was hung up last; undefined: none ever was. Its state may have ended since. */
export async function readBell(ledger: Ledger, fleet: string): Promise<Bell | undefined> {
  const item = await ledger.get(keyOf(fleet));
  return item && record.parse(item);
}

/** The newest is the one that is heard. */
export async function writeBell(ledger: Ledger, fleet: string, hung: Bell): Promise<void> {
  await againOnConflict(async () => {
    const item = await ledger.get(keyOf(fleet));
    await ledger.put(record.write(keyOf(fleet), hung), item?.revision ?? "absent");
  });
}
