import * as z from "zod";
import { againOnConflict } from "../conflict.ts";
import { fleetPartition } from "../keys.ts";
import type { Ledger, LedgerKey } from "../ledger.ts";
import { defineRecord } from "../stored.ts";

/** The server of the live generation that is due for its age before all others. */
const dueFirst = z.strictObject({
  server: z.string().min(1),
  generation: z.int().min(1),
  /** Its first launch, milliseconds since 1970: when it is due follows from the declaration. */
  launchedAt: z.number(),
  /** The first launch of the oldest, which may be due later: each is due at an instant of its own. */
  oldestAt: z.number(),
});
export type DueFirst = Readonly<z.infer<typeof dueFirst>>;

const record = defineRecord({
  kind: "server that is due first",
  schema: 2,
  /** Null: the last scan saw none. No function may delete from the ledger. */
  shape: z.strictObject({ first: dueFirst.nullable() }),
  // The next scan says which is the oldest.
  upgrades: { 1: ({ first }) => ({ first: withOldest(first) }) },
});

const withOldest = (first: unknown): unknown =>
  typeof first === "object" && first !== null && "launchedAt" in first
    ? { ...first, oldestAt: first.launchedAt }
    : first;

const keyOf = (fleet: string): LedgerKey => ({ partition: fleetPartition(fleet), sort: "due-first" });

/** The server that is due first, as the last whole scan saw it; null: there is none, or nobody has looked. */
export async function readDueFirst(ledger: Ledger, fleet: string): Promise<DueFirst | null> {
  const item = await ledger.get(keyOf(fleet));
  return item === undefined ? null : record.parse(item).first;
}

/** Keeps which server is due first; writes nothing where that is known already. */
export async function keepDueFirst(ledger: Ledger, fleet: string, first: DueFirst | null): Promise<void> {
  await againOnConflict(async () => {
    const item = await ledger.get(keyOf(fleet));
    const known = item === undefined ? null : record.parse(item).first;
    if (isSame(known, first)) return;
    await ledger.put(record.write(keyOf(fleet), { first }), item?.revision ?? "absent");
  });
}

const isSame = (one: DueFirst | null, other: DueFirst | null): boolean =>
  one?.server === other?.server &&
  one?.generation === other?.generation &&
  one?.launchedAt === other?.launchedAt &&
  one?.oldestAt === other?.oldestAt;
