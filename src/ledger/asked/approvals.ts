import * as z from "zod";
import { type ApprovalAsk, approvalAsks } from "../../domain/approval/approval-ask.ts";
import { againOnConflict } from "../conflict.ts";
import { fleetPartition } from "../keys.ts";
import type { Ledger, LedgerKey } from "../ledger.ts";
import { defineRecord } from "../stored.ts";

const record = defineRecord({
  kind: "approvals",
  schema: 1,
  shape: z.strictObject({ asks: approvalAsks }),
});

const keyOf = (fleet: string): LedgerKey => ({ partition: fleetPartition(fleet), sort: "approvals" });

/** What a person's yes was asked for on this fleet, and what was answered: the newest of each kind, the newest first. */
export async function readApprovals(ledger: Ledger, fleet: string): Promise<readonly ApprovalAsk[]> {
  const item = await ledger.get(keyOf(fleet));
  return item === undefined ? [] : record.parse(item).asks;
}

/** Changes it; `change` answers the value it was given when there is nothing to change. Answers whether it was changed. */
export async function changeApprovals(
  ledger: Ledger,
  fleet: string,
  change: (before: readonly ApprovalAsk[]) => readonly ApprovalAsk[],
): Promise<{ readonly asks: readonly ApprovalAsk[]; readonly changed: boolean }> {
  return againOnConflict(async () => {
    const item = await ledger.get(keyOf(fleet));
    const before = item === undefined ? [] : record.parse(item).asks;
    const asks = change(before);
    if (asks === before) return { asks, changed: false };
    await ledger.put(record.write(keyOf(fleet), { asks: [...asks] }), item?.revision ?? "absent");
    return { asks, changed: true };
  });
}
