import type { ServiceName } from "../aws/clients.ts";
import type { Fleet } from "../domain/declaration/fleet.ts";
import { fleetOf } from "../domain/declaration/fleet-of.ts";
import type { Run } from "../domain/run/run.ts";
import { withPauseCounted } from "../domain/steering/pause.ts";
import { InvalidInput } from "../errors/errors.ts";
import { appendEntry, type Entry } from "../ledger/entries.ts";
import { readFleet } from "../ledger/fleets.ts";
import type { StoredRun } from "../ledger/runs/run-store.ts";
import { isFrozenWait } from "./answers.ts";
import type { RunKind } from "./run-kind.ts";
import type { StepContext } from "./step.ts";
import { keepRunSummary } from "./summary/keep-run-summary.ts";

/** One step's view of its run: what the ledger says, and how to write it on. */
export interface RunWork<R extends Run, Service extends ServiceName> {
  /** The fleet as the run was admitted with it. */
  readonly fleet: Fleet;
  readonly context: StepContext<Service>;
  /** The record as last read or written. */
  readonly run: () => R;
  /** Writes the record on. Throws LedgerConflict when somebody else wrote: the step is done over. */
  update(change: Partial<R>): Promise<void>;
  /** Writes down that a milestone was passed, once. */
  reach(milestone: keyof R["milestones"] & string): Promise<void>;
  note(
    kind: Entry["kind"],
    reason: string,
    more?: Partial<Pick<Entry, "action" | "subject" | "evidence">>,
  ): Promise<void>;
  readonly now: () => number;
  /** When the step began to look. */
  readonly openedAt: number;
  /** Seconds since the phase began. */
  readonly inPhase: () => number;
}

/** Opens the work on a run, with the declaration that it was admitted with. */
export async function openRunWork<R extends Run, S extends ServiceName>(
  kind: RunKind<R>,
  phase: R["phase"],
  stored: StoredRun<R>,
  context: StepContext<S>,
): Promise<RunWork<R, S>> {
  const { ledger, clock } = context;
  let current = withTimes(kind, await withDeclaration(kind, stored, context), clock.now());
  const { fleet, id } = stored.run;
  const update = async (change: Partial<R>): Promise<void> => {
    const before = current.run;
    current = await kind.runs.write(ledger, { ...before, ...change }, current.revision);
    await keepRunSummary(kind, { before, after: current.run }, context);
  };
  return {
    fleet: fleetOf(current.run.declaration),
    context,
    run: () => current.run,
    update,
    reach: async (milestone) => {
      const { milestones } = current.run;
      if (milestones[milestone] !== undefined) return;
      await update({ milestones: { ...milestones, [milestone]: clock.now() } } as Partial<R>);
    },
    note: (entry, reason, more = {}) =>
      appendEntry(ledger, {
        at: clock.now(),
        fleet,
        rollout: id,
        phase,
        kind: entry,
        reason,
        actor: id,
        ...more,
      }),
    now: clock.now,
    openedAt: clock.now(),
    inPhase: () => (clock.now() - current.run.phaseStartedAt) / 1000,
  };
}

/** With all that is counted of the time since it was written. */
const withTimes = <R extends Run>(kind: RunKind<R>, stored: StoredRun<R>, now: number): StoredRun<R> =>
  countPause(creditWait(kind, countTime(kind, stored, now), now), now);

/** First: what follows takes back that a wait was declared. */
function countTime<R extends Run>(kind: RunKind<R>, stored: StoredRun<R>, now: number): StoredRun<R> {
  const { run } = stored;
  return { ...stored, run: kind.countTime?.(run, now, isFrozenWait(run.waiting)) ?? run };
}

/** Moves the deadline on by the declared wait that is over. Once: what is written next says that it has been counted. */
function creditWait<R extends Run>(kind: RunKind<R>, stored: StoredRun<R>, now: number): StoredRun<R> {
  const { waiting, deadlineAt } = stored.run;
  if (waiting === null || !waiting.isDeclared) return stored;
  const waited = Math.max(0, Math.min(now, waiting.until) - waiting.since);
  const credited = { deadlineAt: deadlineAt + waited, waiting: { ...waiting, isDeclared: false } };
  const run = { ...stored.run, ...credited };
  const unwatchedMs = unwatchedIn(waiting, now);
  if (kind.afterUnwatched === undefined || unwatchedMs === 0) return { ...stored, run };
  return { ...stored, run: kind.afterUnwatched(run, unwatchedMs) };
}

/** After the wait: in a pause no deadline of work runs at all. */
const countPause = <R extends Run>(stored: StoredRun<R>, now: number): StoredRun<R> =>
  stored.run.pause == null ? stored : { ...stored, run: withPauseCounted(stored.run, now) };

/** A poll that is later than the longest wait between two of a watched phase comes from an execution of its own. */
const LATE_MS = 75_000;

/** Milliseconds of a declared wait in which nobody looked: all of a freeze, however late its end is seen; else what came after the wait. */
function unwatchedIn(waiting: NonNullable<Run["waiting"]>, now: number): number {
  if (isFrozenWait(waiting)) return Math.max(0, now - waiting.since);
  const late = now - waiting.until;
  return late > LATE_MS ? late : 0;
}

/** A run of before declarations were pinned is given the one of now, for as long as it lasts. */
async function withDeclaration<R extends Run>(
  kind: RunKind<R>,
  stored: StoredRun<R>,
  { ledger }: Pick<StepContext, "ledger">,
): Promise<StoredRun<R>> {
  const { run, revision } = stored;
  if (run.declaration !== null) return stored;
  const declared = await readFleet(ledger, run.fleet);
  if (declared === undefined)
    throw new InvalidInput(`fleet ${run.fleet} is not declared any more: declare it with moult fleet apply`);
  return kind.runs.write(ledger, { ...run, declaration: declared.declaration }, revision);
}
