import * as z from "zod";
import { attentionKinds } from "../../domain/outbox/attention-kinds.ts";
import type { Outbox } from "../../domain/outbox/outbox.ts";
import { againOnConflict } from "../conflict.ts";
import { scopePartition } from "../keys.ts";
import type { Ledger, LedgerKey } from "../ledger.ts";
import { defineRecord } from "../stored.ts";

const kept = z.strictObject({
  id: z.string().min(1),
  detailType: z.string().min(1),
  detail: z.record(z.string(), z.unknown()),
  keptAt: z.number(),
  claimedUntil: z.number(),
});

const attention = z.strictObject({
  key: z.string().min(1),
  source: z.string().min(1),
  kind: z.enum(attentionKinds),
  reason: z.string().min(1),
  commands: z.array(z.string()),
  fleet: z.string().min(1).exactOptional(),
  since: z.number(),
  endedAt: z.number().nullable(),
});

const record = defineRecord<Outbox>({
  kind: "outbox",
  schema: 1,
  shape: z.strictObject({
    pending: z.array(kept),
    taken: z.array(z.string()),
    attention: z.array(attention),
  }),
});

const EMPTY: Outbox = { pending: [], taken: [], attention: [] };

const keyOf = (fleet: string | null): LedgerKey => ({ partition: scopePartition(fleet), sort: "outbox" });

/** What is to be said of a fleet, or with null of the account. */
export async function readOutbox(ledger: Ledger, fleet: string | null): Promise<Outbox> {
  const item = await ledger.get(keyOf(fleet));
  return item === undefined ? EMPTY : record.parse(item);
}

/** Changes it, and answers what it was and what it is; `change` answers what it was given when there is nothing to change. */
export async function changeOutbox(
  ledger: Ledger,
  fleet: string | null,
  change: (before: Outbox) => Outbox,
): Promise<{ readonly before: Outbox; readonly after: Outbox }> {
  return againOnConflict(async () => {
    const item = await ledger.get(keyOf(fleet));
    const before = item === undefined ? EMPTY : record.parse(item);
    const after = change(before);
    if (after !== before) await ledger.put(record.write(keyOf(fleet), after), item?.revision ?? "absent");
    return { before, after };
  });
}
