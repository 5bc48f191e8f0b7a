import * as z from "zod";
import { againOnConflict } from "./conflict.ts";
import { scopePartition } from "./keys.ts";
import type { Ledger, LedgerItem, LedgerKey } from "./ledger.ts";
import { defineRecord } from "./stored.ts";

/** No change is made until it is lifted, or until `until`. Times in milliseconds since 1970. */
export interface Freeze {
  readonly reason: string;
  readonly by: string;
  readonly since: number;
  /** Null when it lasts until somebody lifts it. */
  readonly until: number | null;
}

export interface ActiveFreeze extends Freeze {
  readonly scope: "account" | "fleet";
}

const record = defineRecord<Freeze>({
  kind: "freeze",
  schema: 1,
  shape: z.object({
    reason: z.string().min(1),
    by: z.string().min(1),
    since: z.number(),
    until: z.number().nullable(),
  }),
});

/**
 * Freezes a fleet, or with `fleet: null` every fleet, from `since` on. A freeze that is in force and lasts at least
 * as long stays as it is: only `lift` makes a freeze shorter. Answers the freeze in force.
 */
export async function freeze(
  ledger: Ledger,
  wanted: Freeze & { readonly fleet: string | null },
): Promise<Freeze> {
  const { fleet, reason, by, since, until } = wanted;
  return againOnConflict(async () => {
    const item = await ledger.get(keyOf(fleet));
    const current = item && record.parse(item);
    if (current && isActive(current, since) && endOf(current) >= endOf(wanted)) return current;
    const write = record.write(keyOf(fleet), { reason, by, since, until });
    return record.parse(await ledger.put(write, item?.revision ?? "absent"));
  });
}

/**
 * Ends the freeze of a fleet, or with null the one of every fleet, and answers it; undefined when there was none.
 * Throws LedgerConflict when somebody freezes at the same moment: the newer freeze was not seen by who lifts.
 */
export async function lift(ledger: Ledger, fleet: string | null): Promise<Freeze | undefined> {
  const item = await ledger.get(keyOf(fleet));
  if (item === undefined) return undefined;
  const lifted = record.parse(item);
  await ledger.remove(item, item.revision);
  return lifted;
}

/** Lets a fleet's freeze of that beginning end now; answers whether it was still in force. The item stays: no function deletes any. */
export async function endFreeze(
  ledger: Ledger,
  { fleet, since, now }: { readonly fleet: string; readonly since: number; readonly now: number },
): Promise<boolean> {
  return againOnConflict(async () => {
    const item = await ledger.get(keyOf(fleet));
    const found = item && record.parse(item);
    if (item === undefined || found === undefined || found.since !== since || !isActive(found, now))
      return false;
    await ledger.put(record.write(keyOf(fleet), { ...found, until: now }), item.revision);
    return true;
  });
}

/** The freeze of this fleet (null: the one of every fleet) that is in force at `now`; undefined when there is none. */
export async function freezeOf(
  ledger: Ledger,
  fleet: string | null,
  now: number,
): Promise<ActiveFreeze | undefined> {
  return activeOf(fleet === null ? "account" : "fleet", await ledger.get(keyOf(fleet)), now);
}

/** The freeze that forbids changes to this fleet at `now`, the one of every fleet first; undefined when there is none. */
export async function activeFreeze(
  ledger: Ledger,
  fleet: string,
  now: number,
): Promise<ActiveFreeze | undefined> {
  return (await freezeOf(ledger, null, now)) ?? (await freezeOf(ledger, fleet, now));
}

function activeOf(
  scope: ActiveFreeze["scope"],
  item: LedgerItem | undefined,
  now: number,
): ActiveFreeze | undefined {
  const found = item && record.parse(item);
  return found && isActive(found, now) ? { scope, ...found } : undefined;
}

/** `since` is for people and is not compared: a freeze that was just made also holds for a clock that is behind. */
function isActive(found: Freeze, now: number): boolean {
  return now < endOf(found);
}

function endOf(found: Freeze): number {
  return found.until ?? Number.POSITIVE_INFINITY;
}

function keyOf(fleet: string | null): LedgerKey {
  return { partition: scopePartition(fleet), sort: "freeze" };
}
