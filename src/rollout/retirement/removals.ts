import type { StepContext } from "../../step/step.ts";
import type { RunWork } from "../../step/work.ts";
import type { RunRemovals } from "../../domain/run/run.ts";

/** The part of a step's work that takes a group down, of whichever kind of run. */
export interface RemovalWork<S extends RemovalServices = RemovalServices>
  extends Pick<RunWork<never, never>, "now"> {
  readonly context: StepContext<S>;
  readonly run: () => { readonly removals: RunRemovals };
  update(change: { readonly removals: RunRemovals }): Promise<void>;
}

export type RemovalServices = "ec2" | "autoScaling" | "elbv2";

/** What is measured while a group is removed: since when it goes to zero, and since when a read has not shown it. */
type Measured = "toZeroAt" | "unseenSince";

export const NOT_YET = { toZeroAt: null, unseenSince: null };

/** Writes down that it begins now, once a group. */
export async function startRemoval(group: string, what: Measured, work: RemovalWork<never>): Promise<void> {
  const { removals } = work.run();
  const removal = removals[group] ?? NOT_YET;
  if (removal[what] !== null) return;
  await work.update({ removals: { ...removals, [group]: { ...removal, [what]: work.now() } } });
}

/** Seconds since it began; 0 when it has not. */
export const removalSeconds = (group: string, what: Measured, work: RemovalWork<never>): number =>
  (work.now() - (work.run().removals[group]?.[what] ?? work.now())) / 1000;

/** Whether a group was taken to zero. */
export const goesToZero = (group: string, work: RemovalWork<never>): boolean =>
  (work.run().removals[group]?.toZeroAt ?? null) !== null;
