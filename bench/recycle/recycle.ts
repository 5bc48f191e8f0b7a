import { table } from "../table.ts";
import { cases, type RecycleCase } from "./cases.ts";
import { measureRecycle, type MeasuredRecycle } from "./measure.ts";

/** Recycles every case and prints it; answers whether the goals are met. */
export async function benchRecycles(json: boolean): Promise<boolean> {
  const measured: MeasuredRecycle[] = [];
  for (const each of cases) measured.push(await measureRecycle(each));
  process.stdout.write(json ? `${JSON.stringify({ recycle: measured })}\n` : `${text(measured)}\n`);
  const missed = cases.flatMap((each, index) => {
    const row = measured[index];
    return row === undefined ? [] : missedGoals(each, row).map((goal) => `${row.servers} servers: ${goal}`);
  });
  for (const goal of missed) process.stderr.write(`Missed a goal: ${goal}.\n`);
  return missed.length === 0;
}

export function missedGoals(given: RecycleCase, row: MeasuredRecycle): string[] {
  const { mostCalls = Number.POSITIVE_INFINITY, mostRatio = Number.POSITIVE_INFINITY } = given;
  return [
    ...(row.replaced === given.due ? [] : [`${row.replaced} of ${given.due} were replaced`]),
    ...(row.awsCalls > mostCalls ? [`${row.awsCalls} calls`] : []),
    ...(row.elapsedRatio > mostRatio ? [`${row.elapsedRatio.toFixed(2)} of the least time`] : []),
    ...(row.requestsLost > 0 ? [`${row.requestsLost} requests lost`] : []),
    ...(row.leastInService < row.servers ? [`${row.leastInService} in service at one instant`] : []),
    ...(row.mostAtOnce > given.atOnce ? [`${row.mostAtOnce} in recycle at once`] : []),
    ...(row.outOfOrder > 0 ? [`${row.outOfOrder} went before one that was due earlier`] : []),
  ];
}

const HEAD = [
  "servers",
  "replaced",
  "AWS calls",
  "elapsed, of the least possible",
  "least in service",
  "most at once",
  "lost",
];

function text(measured: readonly MeasuredRecycle[]): string {
  const rows = measured.map((row) => [
    String(row.servers),
    String(row.replaced),
    String(row.awsCalls),
    `${row.elapsedSeconds.toFixed(0)} s (${row.elapsedRatio.toFixed(2)})`,
    String(row.leastInService),
    String(row.mostAtOnce),
    String(row.requestsLost),
  ]);
  return table([HEAD, ...rows]);
}
