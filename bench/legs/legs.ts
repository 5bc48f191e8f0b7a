import { table } from "../table.ts";
import { cases } from "./cases.ts";
import { type MeasuredLegs, measureLegs } from "./measure.ts";

/** What an execution may have: 5,000 events below the quota (aws-facts 5). */
const MOST_EVENTS = 20_000;

/** Carries every long rollout to its end and prints it; answers whether each ended well with room in its executions. */
export async function benchLegs(json: boolean): Promise<boolean> {
  const measured: MeasuredLegs[] = [];
  for (const each of cases) measured.push(await measureLegs(each));
  process.stdout.write(json ? `${JSON.stringify({ legs: measured })}\n` : `${text(measured)}\n`);
  const missed = measured.filter((row) => !endsWell(row));
  for (const { name, outcome } of missed) process.stderr.write(`Missed: ${name}, ${outcome}.\n`);
  return missed.length === 0;
}

export const endsWell = ({ outcome, seconds, leastSeconds, events, failed }: MeasuredLegs): boolean =>
  outcome === "succeeded" && failed === 0 && seconds >= leastSeconds && Math.max(...events) <= MOST_EVENTS;

const HEAD = ["rollout", "outcome", "days", "executions", `most events (≤ ${MOST_EVENTS})`];

function text(measured: readonly MeasuredLegs[]): string {
  const rows = measured.map(({ name, outcome, seconds, events }) => [
    name,
    outcome,
    (seconds / 86_400).toFixed(2),
    String(events.length),
    String(Math.max(...events)),
  ]);
  return table([HEAD, ...rows]);
}
