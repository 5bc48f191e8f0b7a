import * as z from "zod";
import type { GateContext, GateVerdict, Observations } from "./gate.ts";
import { alarm, alarmSettings } from "./gates/alarm.ts";
import { command, commandSettings } from "./gates/command.ts";
import { http, httpSettings } from "./gates/http.ts";
import { instanceStatus, instanceStatusSettings } from "./gates/instance-status.ts";
import { metric, metricSettings } from "./gates/metric.ts";
import { targetHealth, targetHealthSettings } from "./gates/target-health.ts";

/** Every kind of gate there is. Adding one: a file in gates/, a row here and in the union below, a test. */
export const gateKinds = {
  "instance-status": instanceStatus,
  "target-health": targetHealth,
  command,
  http,
  alarm,
  metric,
} as const;

export const gateSettings = z.discriminatedUnion("kind", [
  instanceStatusSettings,
  targetHealthSettings,
  commandSettings,
  httpSettings,
  alarmSettings,
  metricSettings,
]);
export type Gate = z.infer<typeof gateSettings>;

export interface NamedGate {
  /** Its kind, with a number from the second of a kind on: `command`, `command-2`. */
  readonly name: string;
  readonly gate: Gate;
}

/** The gates of a fleet with the names they go by in the ledger. */
export function namedGates(gates: readonly Gate[]): NamedGate[] {
  const counts = new Map<string, number>();
  return gates.map((gate) => {
    const count = (counts.get(gate.kind) ?? 0) + 1;
    counts.set(gate.kind, count);
    return { name: count === 1 ? gate.kind : `${gate.kind}-${count}`, gate };
  });
}

/** Judges one gate on what was observed for it. `observed` must be what the gate's kind needs. */
export function judgeGate(
  gate: Gate,
  observed: Observations[keyof Observations],
  context: GateContext,
): GateVerdict {
  const kind = gateKinds[gate.kind] as {
    judge(gate: Gate, observed: Observations[keyof Observations], context: GateContext): GateVerdict;
  };
  return kind.judge(gate, observed, context);
}

/**
 * One verdict of many: a fail outweighs an unknown, an unknown a stand, a stand a wait, and only all passes pass. What is too
 * early to be judged comes last: nothing speaks against green. It ends the rollout as the first of its kind does.
 */
export function combineVerdicts(
  verdicts: readonly GateVerdict[],
): Pick<GateVerdict, "verdict" | "reason" | "ending" | "nextAt"> {
  const judged = verdicts.filter(({ isEarly }) => !isEarly);
  const ranked = (["fail", "unknown", "stand", "wait"] as const).flatMap((verdict) =>
    judged.filter((each) => each.verdict === verdict),
  );
  const first = ranked[0] ?? verdicts.find(({ isEarly }) => isEarly);
  if (first === undefined)
    return {
      verdict: "pass",
      reason: verdicts.length === 0 ? "no gates" : `${verdicts.length} gates passed`,
    };
  const { gate, verdict, reason, ending, nextAt } = first;
  return {
    verdict,
    reason: `${gate}: ${reason}`,
    ...(ending && { ending }),
    ...(nextAt !== undefined && { nextAt }),
  };
}
