import type { Run } from "../../domain/run/run.ts";
import { fleetPartition } from "../keys.ts";
import type { Expectation, Ledger, LedgerItem } from "../ledger.ts";
import type { StoredRecord } from "../stored.ts";

export interface StoredRun<R extends Run> {
  readonly run: R;
  readonly revision: number;
}

/** The runs of one kind in the ledger: `<kind>#<id>` in the fleet's partition. */
export interface RunStore<R extends Run> {
  readonly kind: R["kind"];
  read(ledger: Ledger, fleet: string, id: string): Promise<StoredRun<R> | undefined>;
  /** All runs of the fleet, the most recently started first. */
  list(ledger: Ledger, fleet: string): Promise<StoredRun<R>[]>;
  /** The run of the fleet that has not ended, or undefined. There is never more than one of a kind that needs the fleet. */
  open(ledger: Ledger, fleet: string): Promise<StoredRun<R> | undefined>;
  /** Throws LedgerConflict when somebody else wrote first. */
  write(ledger: Ledger, value: R, expected: Expectation): Promise<StoredRun<R>>;
}

/** Ties a kind of run to its record. */
export function runStore<R extends Run>(kind: R["kind"], record: StoredRecord<R>): RunStore<R> {
  const prefix = `${kind}#`;
  const keyOf = (fleet: string, id: string) => ({ partition: fleetPartition(fleet), sort: prefix + id });
  const stored = (item: LedgerItem): StoredRun<R> => ({ run: record.parse(item), revision: item.revision });
  const list: RunStore<R>["list"] = async (ledger, fleet) => {
    const items = await ledger.list(fleetPartition(fleet), { prefix });
    return items.map(stored).sort((a, b) => b.run.startedAt - a.run.startedAt);
  };
  return {
    kind,
    list,
    read: async (ledger, fleet, id) => {
      const item = await ledger.get(keyOf(fleet, id));
      return item && stored(item);
    },
    open: async (ledger, fleet) => (await list(ledger, fleet)).find(({ run }) => run.endedAt === null),
    write: async (ledger, value, expected) => {
      const item = await ledger.put(record.write(keyOf(value.fleet, value.id), value), expected);
      return { run: value, revision: item.revision };
    },
  };
}
