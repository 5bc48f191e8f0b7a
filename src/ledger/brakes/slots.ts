import * as z from "zod";
import { type SlotHolder, type Slots, slotsUsedUp } from "../../domain/brakes/slots.ts";
import { againOnConflict } from "../conflict.ts";
import { ACCOUNT_PARTITION } from "../keys.ts";
import type { Ledger } from "../ledger.ts";
import { defineRecord } from "../stored.ts";

/** A slot that is taken, and since when: its run's record is written a moment later. */
export interface TakenSlot extends SlotHolder {
  /** Milliseconds since 1970. */
  readonly at: number;
}

interface SlotRecord {
  /** As the stack was deployed, by the last sweep; null: any number. */
  readonly atOnce: number | null;
  readonly runs: readonly TakenSlot[];
}

const record = defineRecord<SlotRecord>({
  kind: "slots",
  schema: 1,
  shape: z.strictObject({
    atOnce: z.int().min(1).nullable(),
    runs: z.array(z.strictObject({ fleet: z.string().min(1), run: z.string().min(1), at: z.number() })),
  }),
});

const KEY = { partition: ACCOUNT_PARTITION, sort: "slots" };

type Pause = (lost: number) => Promise<void>;

/** The account's slots; null: any number of rollouts may be open at once. */
export async function readSlots(ledger: Ledger): Promise<Slots | null> {
  const item = await ledger.get(KEY);
  const found = item && record.parse(item);
  return found === undefined || found.atOnce === null ? null : { atOnce: found.atOnce, open: found.runs };
}

/**
 * Takes a slot for a rollout before its record is written: who dies in between holds it until a sweep, and there are never more.
 * Answers why there is none; null: it has one, or needs none. Throws LedgerConflict when many ask at once all the same.
 */
export async function takeSlot(ledger: Ledger, wanted: TakenSlot, pause: Pause): Promise<string | null> {
  return againOnConflict(async () => {
    const item = await ledger.get(KEY);
    const before = item && record.parse(item);
    if (item === undefined || before === undefined || before.atOnce === null) return null;
    const why = slotsUsedUp({ atOnce: before.atOnce, open: before.runs }, wanted.fleet);
    if (why !== null) return why;
    const runs = [...before.runs.filter(({ fleet }) => fleet !== wanted.fleet), wanted];
    await ledger.put(record.write(KEY, { ...before, runs }), item.revision);
    return null;
  }, pause);
}

/** Gives the slot of a rollout that has ended back. Where it cannot, a sweep does. */
export const freeSlot = (ledger: Ledger, { fleet, run }: SlotHolder, pause: Pause): Promise<void> =>
  changeRuns(ledger, async (runs) => runs.filter((each) => each.fleet !== fleet || each.run !== run), pause);

/** Writes down how many slots there are, and whose they are, where that is not known so already. */
export async function settleSlots(
  ledger: Ledger,
  atOnce: number | null,
  settle: (runs: readonly TakenSlot[]) => Promise<readonly TakenSlot[]>,
): Promise<void> {
  await againOnConflict(async () => {
    const item = await ledger.get(KEY);
    const before = item && record.parse(item);
    if (before === undefined && atOnce === null) return;
    const runs = atOnce === null ? [] : await settle(before?.runs ?? []);
    if (before?.atOnce === atOnce && isSame(before.runs, runs)) return;
    await ledger.put(record.write(KEY, { atOnce, runs }), item?.revision ?? "absent");
  });
}

async function changeRuns(
  ledger: Ledger,
  change: (runs: readonly TakenSlot[]) => Promise<readonly TakenSlot[]>,
  pause: Pause,
): Promise<void> {
  await againOnConflict(async () => {
    const item = await ledger.get(KEY);
    const before = item && record.parse(item);
    if (item === undefined || before === undefined) return;
    const runs = await change(before.runs);
    if (isSame(before.runs, runs)) return;
    await ledger.put(record.write(KEY, { ...before, runs }), item.revision);
  }, pause);
}

const isSame = (one: readonly TakenSlot[], other: readonly TakenSlot[]): boolean =>
  one.length === other.length && one.every(({ run }, index) => run === other[index]?.run);
