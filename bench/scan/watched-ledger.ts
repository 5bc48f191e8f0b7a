import type { Clock } from "../../src/domain/clock.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";

/** A read or write of DynamoDB within a Region, milliseconds; an assumption, as AWS says "single-digit". */
const ACCESS_MS = 8;

/** A ledger whose accesses take time and are counted. */
export interface WatchedLedger extends Ledger {
  /** Set when there is a clock: until then accesses take no time. */
  clock: Clock | undefined;
  reads: number;
  writes: number;
  /** Called now and then. */
  onRead: () => void;
}

export function watchLedger(inner: Ledger): WatchedLedger {
  const access = async <T>(answer: () => Promise<T>): Promise<T> => {
    await watched.clock?.sleep(ACCESS_MS);
    return answer();
  };
  const read = <T>(answer: () => Promise<T>): Promise<T> => {
    watched.reads += 1;
    watched.onRead();
    return access(answer);
  };
  const write = <T>(answer: () => Promise<T>): Promise<T> => {
    watched.writes += 1;
    return access(answer);
  };
  const watched: WatchedLedger = {
    clock: undefined,
    reads: 0,
    writes: 0,
    onRead: () => undefined,
    get: (key) => read(() => inner.get(key)),
    list: (partition, options) => read(() => inner.list(partition, options)),
    put: (item, expected) => write(() => inner.put(item, expected)),
    remove: (key, revision) => write(() => inner.remove(key, revision)),
    close: () => inner.close(),
  };
  return watched;
}
