import type { SweepReport } from "../sweep/sweep.ts";
import { log, type Log } from "./log.ts";
import { asMetrics } from "./metrics.ts";

/** Logs what a sweep did, which is its metrics too. What it found is logged when it is published. Answers the report. */
export function logSweep(
  report: SweepReport,
  about: { readonly functionName: string; readonly now: number },
  lines: Pick<Log, "info" | "warn"> = log,
): SweepReport {
  const { fleets, begun, attention, unsent, notSwept, left } = report;
  // Where the ledger cannot be written nothing else keeps it.
  for (const { fleet, irregularity } of notSwept) lines.warn(irregularity, { fleet });
  const values = { NeedAttention: attention, UnsentEvents: unsent, FleetsNotSwept: notSwept.length };
  const later = left === 0 ? "" : `, ${left} left for the next sweep`;
  lines.info(`${fleets - left} fleets swept, ${begun.length} runs begun${later}`, asMetrics(values, about));
  return report;
}
