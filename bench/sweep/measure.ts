import { isControlPlane, openRehearsal, type Rehearsal, sweepOnce } from "../../rehearsal/rehearsal.ts";
import type { Clock } from "../../src/domain/clock.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { openLiveHeap } from "../scan/live-heap.ts";
import { furnishFleets } from "./account.ts";
import { bareProcessBytes } from "./bare-process.ts";
import { type Past, withPast } from "./past-ledger.ts";

export interface SweepSize {
  readonly fleets: number;
  /** Rollouts that each fleet has had. */
  readonly runs: number;
}

/** What one sweep took of an account in which there was nothing to repair. */
export interface MeasuredSweep extends SweepSize {
  readonly seconds: number;
  /** The function's: a process of its bundle, and what the sweep kept alive at most, without garbage. */
  readonly megabytes: number;
  readonly ledgerReads: number;
  /** Read units of 4 KB, strongly consistent. */
  readonly readUnits: number;
  readonly ledgerWrites: number;
  readonly awsCalls: number;
  readonly callsByAction: Readonly<Record<string, number>>;
  readonly found: number;
  readonly left: number;
}

const MEGABYTE = 1024 * 1024;
/** An access to DynamoDB within a Region, milliseconds; an assumption of the goal. */
const ACCESS_MS = 5;
const UNIT_BYTES = 4096;
/** Collecting the garbage of a whole account takes a while. */
const READS_A_LOOK = 20_000;

/** Sweeps that account twice, and measures the second sweep: the first one makes what this version keeps and the one before did not. */
export async function measureSweep(size: SweepSize): Promise<MeasuredSweep> {
  const past: Past = { runs: size.runs, like: null };
  const watched = watch(withPast(openSqliteLedger(":memory:"), past));
  const rehearsal: Rehearsal = openRehearsal({ seed: 1, ledger: watched.ledger });
  rehearsal.listening = false;
  const { simulator } = rehearsal;
  past.like = await simulator.drive(furnishFleets(rehearsal, size));
  rehearsal.listening = false;
  for (let left = 1; left > 0; ) ({ left } = await simulator.drive(sweepOnce(rehearsal)));
  await simulator.drive(simulator.clock.sleep(300_000));
  return { ...size, ...(await measureOne(rehearsal, watched)) };
}

async function measureOne(rehearsal: Rehearsal, watched: WatchedAccess) {
  const { simulator } = rehearsal;
  const heap = openLiveHeap();
  const first = simulator.calls.records.length;
  Object.assign(watched, { clock: simulator.clock, reads: 0, writes: 0, units: 0, look: () => heap.look() });
  const since = simulator.clock.now();
  const { irregularities, left } = await simulator.drive(sweepOnce(rehearsal));
  const seconds = (simulator.clock.now() - since) / 1000;
  const made = simulator.calls.records.slice(first).filter(({ caller }) => isControlPlane(caller));
  const byAction = Map.groupBy(made, ({ service, action }) => `${service}:${action}`);
  return {
    seconds,
    megabytes: ((await bareProcessBytes("sweep")) + heap.peakBytes()) / MEGABYTE,
    ledgerReads: watched.reads,
    readUnits: watched.units,
    ledgerWrites: watched.writes,
    awsCalls: made.length,
    callsByAction: Object.fromEntries([...byAction].map(([action, each]) => [action, each.length])),
    found: irregularities.length,
    left,
  };
}

interface WatchedAccess {
  readonly ledger: Ledger;
  /** Set when accesses take time and are counted. */
  clock: Clock | undefined;
  reads: number;
  writes: number;
  units: number;
  look: () => void;
}

/** A ledger whose accesses take time, and are counted with what they cost. */
function watch(inner: Ledger): WatchedAccess {
  const access = async <T>(answer: () => Promise<T>): Promise<T> => {
    await watched.clock?.sleep(ACCESS_MS);
    return answer();
  };
  const read = async <T>(answer: () => Promise<T>): Promise<T> => {
    watched.reads += 1;
    if (watched.reads % READS_A_LOOK === 0) watched.look();
    const items = await access(answer);
    if (watched.clock)
      watched.units += Math.max(1, Math.ceil((JSON.stringify(items)?.length ?? 0) / UNIT_BYTES));
    return items;
  };
  const write = <T>(answer: () => Promise<T>): Promise<T> => {
    watched.writes += 1;
    return access(answer);
  };
  const ledger: Ledger = {
    get: (key) => read(() => inner.get(key)),
    list: (partition, options) => read(() => inner.list(partition, options)),
    put: (item, expected) => write(() => inner.put(item, expected)),
    remove: (key, revision) => write(() => inner.remove(key, revision)),
    close: () => inner.close(),
  };
  const watched: WatchedAccess = {
    ledger,
    clock: undefined,
    reads: 0,
    writes: 0,
    units: 0,
    look: () => undefined,
  };
  return watched;
}
