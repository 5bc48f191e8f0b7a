import { table } from "../table.ts";
import type { AccountSize } from "./account.ts";
import { type MeasuredScan, measureScan } from "./measure.ts";

/** What a scan may take at most (the goals of the project). */
interface Goal extends AccountSize {
  readonly calls?: number;
  readonly callsPerThousand?: number;
}

const GOALS: readonly Goal[] = [
  { servers: 1_000, fleets: 50, channels: 50, calls: 10 },
  { servers: 100_000, fleets: 2_000, channels: 2_000, callsPerThousand: 3.5 },
  { servers: 100_000, fleets: 2_000, channels: 100, callsPerThousand: 1.5 },
];
/** For every size: the whole of it, and one Lambda. */
const MOST = { seconds: 300, megabytes: 512 };

/** Scans accounts of all sizes and prints what it took; answers whether every goal was reached. */
export async function benchScans(json: boolean): Promise<boolean> {
  const scans: MeasuredScan[] = [];
  for (const { servers, fleets, channels } of GOALS) {
    process.stderr.write(`scanning ${servers} servers of ${fleets} fleets with ${channels} channels ...\n`);
    scans.push(await measureScan({ servers, fleets, channels }));
  }
  const shown = scans.map(
    ({ realSeconds: _real, longestInvocationSeconds: _longest, findings: _findings, ...scan }) => scan,
  );
  process.stdout.write(json ? `${JSON.stringify({ scan: shown })}\n` : `${text(scans)}\n`);
  const missed = scans.filter((scan, index) => !isReached(scan, GOALS[index]));
  for (const { servers, channels } of missed)
    process.stderr.write(`Missed a goal at ${servers} servers with ${channels} channels.\n`);
  return missed.length === 0;
}

export function isReached(scan: MeasuredScan, goal: Goal | undefined): boolean {
  const { calls = Number.POSITIVE_INFINITY, callsPerThousand = Number.POSITIVE_INFINITY } = goal ?? {};
  return (
    scan.awsCalls <= calls &&
    scan.callsPerThousand <= callsPerThousand &&
    scan.simulatedSeconds <= MOST.seconds &&
    scan.peakMegabytes <= MOST.megabytes &&
    scan.ledgerWrites === 0 &&
    scan.events === 0
  );
}

const HEAD = [
  "servers, fleets, channels",
  "AWS calls",
  "per 1,000",
  "ledger reads",
  "simulated",
  "one Lambda",
  "memory",
  "stands, written, told",
  "real time",
];

function text(scans: readonly MeasuredScan[]): string {
  const rows = scans.map((scan, index) => {
    const { calls, callsPerThousand } = GOALS[index] ?? {};
    const upTo = (goal: number | undefined): string => (goal === undefined ? "" : ` (≤ ${goal})`);
    return [
      `${scan.servers}, ${scan.fleets}, ${scan.channels}`,
      `${scan.awsCalls}${upTo(calls)}`,
      `${scan.callsPerThousand.toFixed(2)}${upTo(callsPerThousand)}`,
      String(scan.ledgerReads),
      `${scan.simulatedSeconds.toFixed(0)} s (≤ ${MOST.seconds})`,
      `${scan.longestInvocationSeconds.toFixed(0)} s`,
      `${scan.peakMegabytes.toFixed(0)} MB (≤ ${MOST.megabytes})`,
      `${scan.findings}, ${scan.ledgerWrites}, ${scan.events}`,
      `${scan.realSeconds.toFixed(1)} s`,
    ];
  });
  return table([HEAD, ...rows]);
}
