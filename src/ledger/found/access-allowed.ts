import * as z from "zod";
import { type AccessAllowance, accessAllowance } from "../../domain/access/login.ts";
import { againOnConflict } from "../conflict.ts";
import { fleetPartition } from "../keys.ts";
import type { Ledger, LedgerKey } from "../ledger.ts";
import { defineRecord } from "../stored.ts";

/** How many of one fleet are kept: far more than are in force at once. */
const KEPT = 100;
/** CloudTrail may tell of a login so much later (aws-facts 9.6 promises nothing): until then one that is over is asked. */
const ASKED_AFTER_MS = 86_400_000;

const record = defineRecord({
  kind: "access allowed",
  schema: 1,
  shape: z.strictObject({ allowances: z.array(accessAllowance).max(KEPT) }),
});

const keyOf = (fleet: string): LedgerKey => ({ partition: fleetPartition(fleet), sort: "access-allowed" });

/** The leave that people have given to log into servers of the fleet, newest first; with what is over since a day at most. */
export async function readAllowances(ledger: Ledger, fleet: string): Promise<readonly AccessAllowance[]> {
  const item = await ledger.get(keyOf(fleet));
  return item === undefined ? [] : record.parse(item).allowances;
}

/** Keeps one more. Answers false where the same is there already, and nothing was written. */
export async function keepAllowance(
  ledger: Ledger,
  fleet: string,
  allowance: AccessAllowance,
): Promise<boolean> {
  let isNew = true;
  await againOnConflict(async () => {
    const item = await ledger.get(keyOf(fleet));
    const before = item === undefined ? [] : record.parse(item).allowances;
    isNew = !before.some(
      (each) =>
        each.server === allowance.server && each.until === allowance.until && each.by === allowance.by,
    );
    if (!isNew) return;
    const asked = before.filter(({ until }) => allowance.at - until < ASKED_AFTER_MS);
    const allowances = [allowance, ...asked].slice(0, KEPT);
    await ledger.put(record.write(keyOf(fleet), { allowances }), item?.revision ?? "absent");
  });
  return isNew;
}
