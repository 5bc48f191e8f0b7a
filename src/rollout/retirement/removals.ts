import type { Work } from "../work.ts";

/** What is measured while a group is removed: since when it goes to zero, and since when a read has not shown it. */
type Measured = "toZeroAt" | "unseenSince";

const NOT_YET = { toZeroAt: null, unseenSince: null };

/** Writes down that it begins now, once a group. */
export async function startRemoval(group: string, what: Measured, work: Work<never>): Promise<void> {
  const { removals } = work.run();
  const removal = removals[group] ?? NOT_YET;
  if (removal[what] !== null) return;
  await work.update({ removals: { ...removals, [group]: { ...removal, [what]: work.now() } } });
}

/** Seconds since it began; 0 when it has not. */
export const removalSeconds = (group: string, what: Measured, work: Work<never>): number =>
  (work.now() - (work.run().removals[group]?.[what] ?? work.now())) / 1000;

/** Whether a group was taken to zero. */
export const goesToZero = (group: string, work: Work<never>): boolean =>
  (work.run().removals[group]?.toZeroAt ?? null) !== null;
