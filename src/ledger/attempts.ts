import { type Attempts, attempts, NO_ATTEMPTS } from "../domain/decide/attempts.ts";
import { againOnConflict } from "./conflict.ts";
import { fleetPartition } from "./keys.ts";
import type { Ledger, LedgerKey } from "./ledger.ts";
import { defineRecord } from "./stored.ts";

const record = defineRecord({ kind: "attempts", schema: 1, shape: attempts });

const keyOf = (fleet: string): LedgerKey => ({ partition: fleetPartition(fleet), sort: "attempts" });

/** What was begun for the fleet and came to nothing. */
export async function readAttempts(ledger: Ledger, fleet: string): Promise<Attempts> {
  const item = await ledger.get(keyOf(fleet));
  return item === undefined ? NO_ATTEMPTS : record.parse(item);
}

/** Changes it; `change` answers the value it was given when there is nothing to change. */
export async function changeAttempts(
  ledger: Ledger,
  fleet: string,
  change: (before: Attempts) => Attempts,
): Promise<void> {
  await againOnConflict(async () => {
    const item = await ledger.get(keyOf(fleet));
    const before = item === undefined ? NO_ATTEMPTS : record.parse(item);
    const after = change(before);
    if (after !== before) await ledger.put(record.write(keyOf(fleet), after), item?.revision ?? "absent");
  });
}
