import * as z from "zod";
import { type Excepted, excepted, isSameTarget } from "../domain/run/excepted.ts";
import { againOnConflict } from "./conflict.ts";
import { fleetPartition } from "./keys.ts";
import type { Ledger, LedgerKey } from "./ledger.ts";
import { defineRecord } from "./stored.ts";

/** Older ones are forgotten: by then the declaration has named many other images. */
const KEPT = 50;

const record = defineRecord({
  kind: "except",
  schema: 2,
  shape: z.strictObject({ except: z.array(excepted).max(KEPT) }),
});

const keyOf = (fleet: string): LedgerKey => ({ partition: fleetPartition(fleet), sort: "except" });

/** What was tried on the fleet and refused by a person, newest first. */
export async function readExcept(ledger: Ledger, fleet: string): Promise<readonly Excepted[]> {
  const item = await ledger.get(keyOf(fleet));
  return item === undefined ? [] : record.parse(item).except;
}

/** Puts a target on the fleet's list. One that is on it keeps who refused it first, and when and why. */
export async function putExcept(ledger: Ledger, fleet: string, refused: Excepted): Promise<void> {
  await againOnConflict(async () => {
    const item = await ledger.get(keyOf(fleet));
    const before = item === undefined ? [] : record.parse(item).except;
    if (before.some((each) => isSameTarget(each, refused))) return;
    const except = [refused, ...before].slice(0, KEPT);
    await ledger.put(record.write(keyOf(fleet), { except }), item?.revision ?? "absent");
  });
}

/** Takes an image from the fleet's list, of whichever template version; returns what was taken. */
export async function liftExcept(ledger: Ledger, fleet: string, image: string): Promise<readonly Excepted[]> {
  return againOnConflict(async () => {
    const item = await ledger.get(keyOf(fleet));
    if (item === undefined) return [];
    const before = record.parse(item).except;
    const lifted = before.filter((each) => each.image === image);
    if (lifted.length === 0) return [];
    const except = before.filter((each) => each.image !== image);
    await ledger.put(record.write(item, { except }), item.revision);
    return lifted;
  });
}
