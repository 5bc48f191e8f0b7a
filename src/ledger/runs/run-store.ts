import type { Run } from "../../domain/run/run.ts";
import { pointersTo, type RunPointers, withRun } from "../../domain/run/run-pointers.ts";
import { fleetPartition } from "../keys.ts";
import type { Expectation, Ledger, LedgerItem } from "../ledger.ts";
import { keptUntil } from "../stores/retention.ts";
import type { StoredRecord } from "../stored.ts";
import { changePointers, listPointers, readPointers, rebuildPointers } from "./run-pointers.ts";

export interface StoredRun<R extends Run> {
  readonly run: R;
  readonly revision: number;
}

/** The runs of one kind in the ledger: `<kind>#<id>` in the fleet's partition. */
export interface RunStore<R extends Run> {
  readonly kind: R["kind"];
  read(ledger: Ledger, fleet: string, id: string): Promise<StoredRun<R> | undefined>;
  /** All runs of the fleet, the most recently started first: for who looks through its history. */
  list(ledger: Ledger, fleet: string): Promise<StoredRun<R>[]>;
  /**
   * The runs of the fleet that do not rest: open, or ended with something left that is somebody's to do. The most recently
   * started first. Takes one read and one more for each, however many the fleet has had.
   */
  unresting(ledger: Ledger, fleet: string): Promise<StoredRun<R>[]>;
  /** The run of the fleet that has not ended, or undefined. There is never more than one of a kind that needs the fleet. */
  open(ledger: Ledger, fleet: string): Promise<StoredRun<R> | undefined>;
  /** Where the fleet's newest runs are found, and those that do not rest. */
  pointersOf(ledger: Ledger, fleet: string): Promise<RunPointers>;
  /** Where the runs of all fleets are found that somebody may have to look at, by fleet. One query. */
  pointers(ledger: Ledger): Promise<ReadonlyMap<string, RunPointers>>;
  /** Makes the fleet's pointers from all its records, so that nothing is missed for longer than until then. */
  rebuild(ledger: Ledger, fleet: string, now: number): Promise<RunPointers>;
  /** Corrects what its pointer says of a run whose writer died in between. */
  settle(ledger: Ledger, run: R): Promise<void>;
  /** Throws LedgerConflict when somebody else wrote first. */
  write(ledger: Ledger, value: R, expected: Expectation): Promise<StoredRun<R>>;
}

/** Ties a kind of run to its record. `leaves` says whether an ended one left something that is somebody's to do. */
export function runStore<R extends Run>(
  kind: R["kind"],
  record: StoredRecord<R>,
  leaves: (run: R) => boolean = () => false,
): RunStore<R> {
  const rests = (run: R): boolean => run.endedAt !== null && !leaves(run);
  const prefix = `${kind}#`;
  const keyOf = (fleet: string, id: string) => ({ partition: fleetPartition(fleet), sort: prefix + id });
  const stored = (item: LedgerItem): StoredRun<R> => ({ run: record.parse(item), revision: item.revision });
  const records: RunRecords<R> = {
    list: async (ledger, fleet) =>
      (await ledger.list(fleetPartition(fleet), { prefix })).map(stored).sort(newestFirst),
    read: async (ledger, fleet, id) => {
      const item = await ledger.get(keyOf(fleet, id));
      return item && stored(item);
    },
    write: async (ledger, value, expected) => {
      const until = rests(value) && value.endedAt !== null ? keptUntil(value.endedAt) : undefined;
      const item = await ledger.put(record.write(keyOf(value.fleet, value.id), value, until), expected);
      return { run: value, revision: item.revision };
    },
  };
  const { add, ...found } = finderOf(kind, records, rests);
  return {
    kind,
    ...records,
    ...found,
    write: async (ledger, value, expected) => {
      if (expected === "absent") await add(ledger, value);
      const written = await records.write(ledger, value, expected);
      if (value.endedAt !== null) await found.settle(ledger, value);
      return written;
    },
  };
}

type RunRecords<R extends Run> = Pick<RunStore<R>, "list" | "read" | "write">;
type RunFinder<R extends Run> = Omit<RunStore<R>, keyof RunRecords<R> | "kind"> & {
  readonly add: (ledger: Ledger, run: R) => Promise<void>;
};

/** What finds those among the records that do not rest. */
function finderOf<R extends Run>(
  kind: R["kind"],
  { list, read }: RunRecords<R>,
  rests: (run: R) => boolean,
): RunFinder<R> {
  const made = async (ledger: Ledger, fleet: string, now: number): Promise<RunPointers> => {
    const runs = (await list(ledger, fleet)).map(({ run }) => run);
    return pointersTo(runs, rests, now);
  };
  const settle: RunStore<R>["settle"] = (ledger, run) =>
    changePointers(ledger, { kind, fleet: run.fleet }, (before) => withRun(before, run, rests(run)));
  const add = (ledger: Ledger, run: R): Promise<void> => {
    const whose = { kind, fleet: run.fleet };
    const fromRecords = (): Promise<RunPointers> => made(ledger, run.fleet, run.startedAt);
    return changePointers(ledger, whose, (before) => withRun(before, run, rests(run)), fromRecords);
  };
  const unresting: RunStore<R>["unresting"] = async (ledger, fleet) => {
    const found = await readPointers(ledger, { kind, fleet });
    if (found === undefined) return (await list(ledger, fleet)).filter(({ run }) => !rests(run));
    const ids = found.pointers.runs.flatMap(({ id, restsAt }) => (restsAt === null ? [id] : []));
    const runs = await Promise.all(ids.map((id) => read(ledger, fleet, id)));
    // One that was added and whose writer died before its record is not there.
    return runs.flatMap((each) => (each && !rests(each.run) ? [each] : [])).sort(newestFirst);
  };
  return {
    add,
    settle,
    unresting,
    open: async (ledger, fleet) => (await unresting(ledger, fleet)).find(({ run }) => run.endedAt === null),
    pointersOf: async (ledger, fleet) =>
      (await readPointers(ledger, { kind, fleet }))?.pointers ?? made(ledger, fleet, 0),
    pointers: (ledger) => listPointers(ledger, kind),
    rebuild: (ledger, fleet, now) => rebuildPointers(ledger, { kind, fleet }, () => made(ledger, fleet, now)),
  };
}

const newestFirst = (a: StoredRun<Run>, b: StoredRun<Run>): number => b.run.startedAt - a.run.startedAt;
