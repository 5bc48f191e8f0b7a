import { CONTROL_PLANE, DETECTOR, type Rehearsal } from "../../rehearsal/rehearsal.ts";

/** What an act has taken. */
export interface ActCounts {
  readonly requestsServed: number;
  readonly requestsLost: number;
  readonly requestsErrored: number;
  readonly awsCalls: number;
  readonly callsByAction: Readonly<Record<string, number>>;
  readonly transitions: number;
  readonly simulatedSeconds: number;
}

/** What has been counted since the demo began, at one instant. */
interface Totals {
  readonly report: ReturnType<Rehearsal["traffic"]["report"]>;
  /** Calls of every caller. */
  readonly calls: number;
  readonly transitions: number;
  readonly atMs: number;
}

/** Reads them now. */
export const totalsOf = ({ simulator, traffic }: Rehearsal, transitions: number): Totals => ({
  report: traffic.report(),
  calls: simulator.calls.records.length,
  transitions,
  atMs: simulator.clock.now(),
});

/** What an act has taken: what was counted between two instants. */
export function countsSince(base: Totals, now: Totals, { simulator }: Rehearsal): ActCounts {
  const calls = simulator.calls.records
    .slice(base.calls)
    .filter(({ caller }) => caller === CONTROL_PLANE || caller === DETECTOR);
  return {
    requestsServed: now.report.served - base.report.served,
    requestsLost: now.report.lost - base.report.lost,
    requestsErrored: now.report.errored - base.report.errored,
    awsCalls: calls.length,
    callsByAction: Object.fromEntries(
      [...Map.groupBy(calls, ({ service, action }) => `${service}:${action}`)].map(([action, made]) => [
        action,
        made.length,
      ]),
    ),
    transitions: now.transitions - base.transitions,
    simulatedSeconds: (now.atMs - base.atMs) / 1000,
  };
}
