import type { Run } from "./run.ts";

/** Where one run of a fleet is found, and whether somebody still has to look at it. */
interface RunPointer {
  readonly id: string;
  readonly startedAt: number;
  /** When it ended with nothing left to do. Null: its record has to be read, it may be open, or ended and not settled. */
  readonly restsAt: number | null;
  /** How long of that it was paused, or waited for a person's yes or a window; left out: not at all. */
  readonly heldMs?: number;
}

/** How long it took, milliseconds, without its pauses and what it waited for a person or a window; null: it does not rest. */
export const lengthMs = ({ startedAt, restsAt, heldMs = 0 }: RunPointer): number | null =>
  restsAt === null ? null : restsAt - startedAt - heldMs;

/**
 * The runs of one kind that a fleet's next decisions look at: a fleet has hundreds that ended long ago. All that do not rest are
 * among them, since one is added before its record is written and rests after that.
 */
export interface RunPointers {
  /** When they were last made from all records. */
  readonly builtAt: number;
  /** The most recently started first. */
  readonly runs: readonly RunPointer[];
}

/** Of those that rest, the newest: when the fleet's last runs ended is read without their records. */
const RESTING = 3;
/** An item holds 400 KB; more than so many that ended and do not rest are nobody's to look through. */
const NOT_RESTING = 100;

/** With this run as it is now. The same object where it was so before. */
export function withRun(before: RunPointers, run: Run, rests: boolean): RunPointers {
  const pointer = pointerTo(run, rests);
  const known = before.runs.find(({ id }) => id === run.id);
  const isSame = known?.startedAt === pointer.startedAt && known.restsAt === pointer.restsAt;
  if (isSame && known.heldMs === pointer.heldMs) return before;
  return { ...before, runs: kept([...before.runs.filter((each) => each !== known), pointer]) };
}

/** Made from all records of the fleet. */
export const pointersTo = <R extends Run>(
  runs: readonly R[],
  rests: (run: R) => boolean,
  builtAt: number,
): RunPointers => ({ builtAt, runs: kept(runs.map((run) => pointerTo(run, rests(run)))) });

const pointerTo = ({ id, startedAt, endedAt, heldMs }: Run, rests: boolean): RunPointer => ({
  id,
  startedAt,
  restsAt: rests ? endedAt : null,
  ...(rests && heldMs !== undefined && { heldMs }),
});

function kept(runs: readonly RunPointer[]): readonly RunPointer[] {
  const newestFirst = [...runs].sort((a, b) => b.startedAt - a.startedAt);
  const some = (rests: boolean, most: number): RunPointer[] =>
    newestFirst.filter(({ restsAt }) => (restsAt !== null) === rests).slice(0, most);
  const chosen = new Set([...some(false, NOT_RESTING), ...some(true, RESTING)]);
  return newestFirst.filter((each) => chosen.has(each));
}
