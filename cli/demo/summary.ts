import { formatDuration } from "../../src/domain/duration.ts";
import type { Column } from "../terminal/table/column.ts";
import type { Session } from "../session/session.ts";
import { shownTable } from "../terminal/table/shown-table.ts";
import type { Act } from "./acts.ts";
import type { ActCounts } from "./demo-counts.ts";
import type { FoundEvent } from "./found-events.ts";

/** How an act went. */
export interface ActResult extends ActCounts {
  readonly act: Act;
  readonly outcome: string;
  /** Servers that were replaced for good. */
  readonly replaced: number;
  /** What moult told the bus of servers. */
  readonly found: readonly FoundEvent[];
}

/** The acts as the `--json` answer shows them. */
export const actsAsJson = (results: readonly ActResult[]): object[] =>
  results.map(({ act, outcome, replaced, found, ...counts }) => ({
    name: act.name,
    outcome,
    replaced,
    events: found,
    requestsServed: counts.requestsServed,
    requestsLost: counts.requestsLost,
    requestsErrored: counts.requestsErrored,
    awsCalls: counts.awsCalls,
    transitions: counts.transitions,
    simulatedSeconds: counts.simulatedSeconds,
    lowerBoundSeconds: act.lowerBoundSeconds,
  }));

const COLUMNS: readonly Column[] = [
  { head: "act" },
  { head: "outcome" },
  { head: "replaced" },
  { head: "served" },
  { head: "lost" },
  { head: "errored" },
  { head: "AWS calls", shown: "room" },
  { head: "transitions", shown: "room" },
  { head: "took (at best)" },
];

/** The closing table, and what was called how often. */
export function summary(
  session: Session,
  results: readonly ActResult[],
  wallSeconds: number,
): { readonly lines: readonly string[]; readonly hint: string } {
  const rows = results.map((result) => [
    result.act.name,
    result.outcome,
    String(result.replaced),
    String(result.requestsServed),
    String(result.requestsLost),
    String(result.requestsErrored),
    String(result.awsCalls),
    String(result.transitions),
    `${formatDuration(result.simulatedSeconds)} (${formatDuration(result.act.lowerBoundSeconds)})`,
  ]);
  const calls = new Map<string, number>();
  for (const { callsByAction } of results) {
    for (const [action, count] of Object.entries(callsByAction))
      calls.set(action, (calls.get(action) ?? 0) + count);
  }
  const counted = [...calls].sort(([, a], [, b]) => b - a).map(([action, count]) => [String(count), action]);
  const simulated = results.reduce((sum, { simulatedSeconds }) => sum + simulatedSeconds, 0);
  const acts = shownTable(session, COLUMNS, rows);
  const lines = [
    ...acts.lines,
    "",
    `${formatDuration(simulated)} of simulated time in ${wallSeconds.toFixed(1)} s. AWS calls by kind:`,
    ...shownTable(session, [{ head: "" }, { head: "" }], counted).lines,
  ];
  return { lines, hint: acts.hint };
}
