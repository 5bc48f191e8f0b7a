import { table } from "../table.ts";
import { type MeasuredSweep, measureSweep, type SweepSize } from "./measure.ts";

const SIZES: readonly SweepSize[] = [
  { fleets: 100, runs: 300 },
  { fleets: 1_000, runs: 300 },
  { fleets: 10_000, runs: 300 },
];
/** Of the largest: the function lives for 240 s and has 512 MB. */
const MOST = { seconds: 120, megabytes: 256 };
/** Every five minutes, in a month; DynamoDB asks this much for a million read units (aws-facts 3). */
const SWEEPS_A_MONTH = 8_640;
const DOLLARS_A_MILLION = 0.125;

/** Sweeps accounts of all sizes and prints what it took; answers whether the goal was reached. */
export async function benchSweeps(json: boolean): Promise<boolean> {
  const sweeps: MeasuredSweep[] = [];
  for (const size of SIZES) {
    process.stderr.write(`sweeping ${size.fleets} fleets with ${size.runs} rollouts each ...\n`);
    sweeps.push(await measureSweep(size));
  }
  process.stdout.write(json ? `${JSON.stringify({ sweep: sweeps })}\n` : `${text(sweeps)}\n`);
  return sweeps.every(
    ({ seconds, megabytes, left }) => seconds <= MOST.seconds && megabytes <= MOST.megabytes && left === 0,
  );
}

const HEAD = [
  "fleets, rollouts each",
  "takes",
  "memory",
  "ledger reads",
  "reads a month",
  "written",
  "AWS calls",
  "found, left",
];

function text(sweeps: readonly MeasuredSweep[]): string {
  const rows = sweeps.map((each) => {
    const dollars = (each.readUnits * SWEEPS_A_MONTH * DOLLARS_A_MILLION) / 1_000_000;
    return [
      `${each.fleets}, ${each.runs}`,
      `${each.seconds.toFixed(0)} s (≤ ${MOST.seconds})`,
      `${each.megabytes.toFixed(0)} MB (≤ ${MOST.megabytes})`,
      `${each.ledgerReads}, ${(each.ledgerReads / each.fleets).toFixed(1)} a fleet`,
      `$${dollars.toFixed(0)}`,
      String(each.ledgerWrites),
      `${each.awsCalls}, ${(each.awsCalls / each.fleets).toFixed(2)} a fleet`,
      `${each.found}, ${each.left}`,
    ];
  });
  return table([HEAD, ...rows]);
}
