import { sweepOnce } from "../../../rehearsal/rehearsal.ts";
import type { AttentionKind } from "../../../src/domain/outbox/attention-kinds.ts";
import { sweepMeasurements } from "../../../src/domain/telemetry/sweep-measurements.ts";
import { warnNotSwept } from "../../../src/lambda/invocation-line.ts";
import { metricsEmitter } from "../../../src/lambda/metrics.ts";
import { orLeastView } from "../../../src/views/fleet/least-view.ts";
import { readFleetView } from "../../../src/views/fleet/read-fleet-view.ts";
import type { Web } from "./harness.ts";

/** What one sweep's line of the log gives CloudWatch, and its warnings. */
export interface SweepLine {
  readonly NeedAttention: number;
  readonly UnsentEvents: number;
  readonly FleetsNotSwept: number;
  readonly warnings: readonly unknown[];
}

/** One sweep, as the function logs it. */
export async function sweepLogged(web: Web): Promise<SweepLine> {
  const warnings: unknown[] = [];
  const report = await sweepOnce(web);
  warnNotSwept(report, { warn: (message) => void warnings.push(message) });
  const values: Record<string, unknown> = {};
  const write = (line: string): void => void Object.assign(values, JSON.parse(line));
  metricsEmitter({ service: "moult", now: web.simulator.clock.now, write })(sweepMeasurements(report.counts));
  return { ...(values as unknown as Omit<SweepLine, "warnings">), warnings };
}

/** A sweep every five minutes for as long, as the schedule calls it. */
export async function sweepFor(web: Web, minutes: number): Promise<SweepLine[]> {
  const lines: SweepLine[] = [];
  for (let left = minutes; left > 0; left -= 5) {
    lines.push(await sweepLogged(web));
    await web.minutes(5);
  }
  return lines;
}

/** What the bus has taken about the fleet, or the account, of one kind. */
export const saidOf = (web: Web, kind: AttentionKind): readonly string[] =>
  web.published.flatMap(({ detail, "detail-type": type }) =>
    detail["kind"] === kind && type !== "Attention Cleared" ? String(detail["irregularity"]) : [],
  );

/** How often the bus has taken an event of this type. */
export const timesOf = (web: Web, type: string): number =>
  web.published.filter((event) => event["detail-type"] === type).length;

/** What `moult rollout status` says that a person has to look at: kind, and whether a sweep has taken it down. */
export async function statusOf(web: Web): Promise<readonly (readonly [AttentionKind, boolean])[]> {
  const { ledger, simulator } = web;
  const now = simulator.clock.now();
  const read = () => readFleetView(ledger, { fleet: "web", id: undefined, now });
  const { attention } = await orLeastView(ledger, { fleet: "web", now }, read);
  return attention.map(({ kind, since }) => [kind, since !== null]);
}
