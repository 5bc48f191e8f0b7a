import { isControlPlane, openRehearsal, type Rehearsal, scanOnce } from "../../rehearsal/rehearsal.ts";
import { fillPages } from "../../simulator/services/ec2/instances/scan.ts";
import { listFindings } from "../../src/ledger/findings.ts";
import { listFleets } from "../../src/ledger/fleets.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { readDeclared } from "../../src/rollout/declared/read-declared.ts";
import { openSweepContext } from "../../src/sweep/open-context.ts";
import { type AccountSize, furnishAccountOf } from "./account.ts";
import { openLiveHeap } from "./live-heap.ts";
import { watchLedger, type WatchedLedger } from "./watched-ledger.ts";

/** What one whole scan took that found nothing new, with the read of what the declarations name. */
export interface MeasuredScan extends AccountSize {
  readonly awsCalls: number;
  readonly callsPerThousand: number;
  readonly callsByAction: Readonly<Record<string, number>>;
  readonly ledgerReads: number;
  readonly ledgerWrites: number;
  /** Events that were told to the bus. */
  readonly events: number;
  readonly simulatedSeconds: number;
  /** The longest invocation of the scan's function. */
  readonly longestInvocationSeconds: number;
  /** The function's: this process before there was an account, and what the scan kept alive at most. */
  readonly peakMegabytes: number;
  /** What the scan before has found: it stands, and is found again. */
  readonly findings: number;
  readonly realSeconds: number;
}

const MEGABYTE = 1024 * 1024;
/** This process with all of the code, before there is any account. */
const BARE_BYTES = process.memoryUsage().rss;
/** Collecting the garbage of a whole account takes a while: only at every so many calls and reads of the ledger. */
const CALLS_A_LOOK = 25;
const READS_A_LOOK = 1500;

/** Scans an account of that size twice, and measures the second scan: what there was to be found is known by then. */
export async function measureScan(size: AccountSize): Promise<MeasuredScan> {
  const began = performance.now();
  const bench = openBench();
  const { rehearsal, ledger, invocations } = bench;
  const { simulator } = rehearsal;
  fillPages(simulator.world.state);
  await simulator.drive(furnishAccountOf(rehearsal, size));
  ledger.clock = simulator.clock;
  await simulator.drive(scanWell(rehearsal));
  const findings = await countFindings(rehearsal);
  invocations.length = 0;
  const { peakBytes, ...measured } = await measureOne(bench);
  return {
    ...size,
    ...measured,
    callsPerThousand: (measured.awsCalls * 1000) / size.servers,
    longestInvocationSeconds: Math.max(...invocations),
    peakMegabytes: (BARE_BYTES + peakBytes) / MEGABYTE,
    findings,
    realSeconds: (performance.now() - began) / 1000,
  };
}

interface Bench {
  readonly rehearsal: Rehearsal;
  readonly ledger: WatchedLedger;
  /** How long each took, seconds. */
  readonly invocations: number[];
  /** Told of each call when it arrives. */
  onCall: (call: { readonly index: number }) => void;
}

function openBench(): Bench {
  const ledger = watchLedger(openSqliteLedger(":memory:"));
  const invocations: number[] = [];
  const rehearsal: Rehearsal = openRehearsal({
    seed: 1,
    ledger,
    faults: (call) => {
      bench.onCall(call);
      return undefined;
    },
    aroundTask: async (_resource, run) => {
      const since = rehearsal.simulator.clock.now();
      const answer = await run();
      invocations.push((rehearsal.simulator.clock.now() - since) / 1000);
      return answer;
    },
  });
  rehearsal.listening = false;
  const bench: Bench = { rehearsal, ledger, invocations, onCall: () => undefined };
  return bench;
}

async function scanWell(rehearsal: Rehearsal): Promise<void> {
  const status = await scanOnce(rehearsal);
  if (status !== "SUCCEEDED") throw new Error(`The scan ended ${status}.`);
}

async function countFindings({ ledger, simulator }: Rehearsal): Promise<number> {
  const { fleets } = await simulator.drive(listFleets(ledger));
  let findings = 0;
  for (const { fleet } of fleets)
    findings += (await simulator.drive(listFindings(ledger, fleet.fleet))).length;
  return findings;
}

/** As the sweep reads it, before it decides about each fleet. */
async function readDeclarations({ ledger, runtimeOf }: Rehearsal): Promise<void> {
  const { fleets } = await listFleets(ledger);
  const declared = fleets.map(({ fleet }) => fleet);
  const read = await readDeclared(declared, openSweepContext(runtimeOf("sweep")));
  const failed = [...read.values()].find((each) => each instanceof Error);
  if (failed !== undefined) throw failed;
}

async function measureOne(bench: Bench) {
  const { rehearsal, ledger } = bench;
  const { simulator } = rehearsal;
  const heap = openLiveHeap();
  const first = simulator.calls.records.length;
  Object.assign(ledger, { reads: 0, writes: 0 });
  // The second read is the first after all servers were read.
  ledger.onRead = () => (ledger.reads === 2 || ledger.reads % READS_A_LOOK === 0) && heap.look();
  bench.onCall = ({ index }) => (index - first) % CALLS_A_LOOK === 0 && heap.look();
  let events = 0;
  simulator.world.onEvent(({ source }) => void (events += source === "moult" ? 1 : 0));
  const since = simulator.clock.now();
  await simulator.drive(scanWell(rehearsal));
  bench.onCall = () => undefined;
  ledger.onRead = () => undefined;
  const { reads: ledgerReads, writes: ledgerWrites } = ledger;
  await simulator.drive(readDeclarations(rehearsal));
  const made = simulator.calls.records.slice(first).filter(({ caller }) => isControlPlane(caller));
  const byAction = Map.groupBy(made, ({ service, action }) => `${service}:${action}`);
  return {
    awsCalls: made.length,
    callsByAction: Object.fromEntries([...byAction].map(([action, each]) => [action, each.length])),
    ledgerReads,
    ledgerWrites,
    events,
    simulatedSeconds: (simulator.clock.now() - since) / 1000,
    peakBytes: heap.peakBytes(),
  };
}
