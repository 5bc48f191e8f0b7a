import * as z from "zod";
import { type Begun, DAY_MS } from "../../domain/brakes/budget.ts";
import { reasons } from "../../domain/run/cause.ts";
import { againOnConflict } from "../conflict.ts";
import { fleetPartition } from "../keys.ts";
import type { Ledger } from "../ledger.ts";
import { defineRecord } from "../stored.ts";

const record = defineRecord<{ readonly begun: readonly Begun[] }>({
  kind: "runs begun",
  schema: 1,
  shape: z.strictObject({
    begun: z.array(z.strictObject({ run: z.string().min(1), at: z.number(), reason: z.enum(reasons) })),
  }),
});

const keyOf = (fleet: string) => ({ partition: fleetPartition(fleet), sort: "begun" });

/** The fleet's runs that were begun in the last day, and maybe some before, the oldest first. */
export async function readBegun(ledger: Ledger, fleet: string): Promise<readonly Begun[]> {
  const item = await ledger.get(keyOf(fleet));
  return item === undefined ? [] : record.parse(item).begun;
}

/** Adds a run before it is begun: who dies in between has used a part of the budget, and never more than it. */
export async function addBegun(ledger: Ledger, fleet: string, run: Begun): Promise<void> {
  await againOnConflict(async () => {
    const item = await ledger.get(keyOf(fleet));
    const before = item === undefined ? [] : record.parse(item).begun;
    if (before.some((each) => each.run === run.run)) return;
    const begun = [...before.filter(({ at }) => run.at - at < DAY_MS), run];
    await ledger.put(record.write(keyOf(fleet), { begun }), item?.revision ?? "absent");
  });
}
