import * as z from "zod";
import { gateSettings, type Gate } from "../../gate-kinds.ts";
import { type Traffic, trafficSettings } from "../../traffic-settings.ts";
import type { Fault } from "../declaration-faults.ts";

/** A gate that is wrong by itself is a fault of the schema: here it is none, so that the others are told all the same. */
export const gatesSchema = z.object({
  traffic: trafficSettings,
  gates: z.array(gateSettings.nullable().catch(null)).default([]),
});
type Gated = z.infer<typeof gatesSchema>;
type MetricGate = Extract<Gate, { kind: "metric" }>;

/** Metric gates that could never be judged where the fleet's traffic comes from, or that ask for nothing. */
export function gateFaults({ traffic, gates }: Gated): Fault[] {
  return gates.flatMap((gate, index) => {
    if (gate?.kind !== "metric") return [];
    const path = ["gates", index];
    return [...placeFaults(gate, traffic, path), ...limitFaults(gate, traffic, path)];
  });
}

function placeFaults({ metric }: MetricGate, { strategy }: Traffic, path: Fault["path"]): Fault[] {
  const fault = { path: [...path, "metric"], atKey: false, value: metric };
  if (strategy === "none")
    return [{ ...fault, problem: "has no target group to be measured at", wayOut: "remove the gate" }];
  if (strategy === "target-group") {
    const problem = "cannot tell green from blue: with strategy target-group both are in one target group";
    return [{ ...fault, problem, wayOut: "take strategy alb-weighted, or remove the gate" }];
  }
  if (strategy !== "nlb-weighted" || metric === "healthy-hosts") return [];
  const problem = "is not measured by a Network Load Balancer, which sees no requests";
  return [{ ...fault, problem, wayOut: "take healthy-hosts, or remove the gate" }];
}

function limitFaults(gate: MetricGate, traffic: Traffic, path: Fault["path"]): Fault[] {
  const limit = gate.metric === "healthy-hosts" ? "min" : "max";
  const own = gate.metric === "healthy-hosts" ? gate.min : gate.max;
  if (own !== undefined) return [];
  if (gate.worseThanBlue === undefined) {
    const wayOut = `add worseThanBlue, ${limit} or both`;
    return [{ path, atKey: true, problem: "has no limit: nothing could fail it", wayOut }];
  }
  const isAtOnce = "steps" in traffic && traffic.steps.length === 1 && gate.metric !== "healthy-hosts";
  if (!isAtOnce) return [];
  const problem = "needs a moment in which both serve, and all of the traffic moves in one step";
  const wayOut = "add a step before 100%, such as 10%, or a max";
  return [
    { path: [...path, "worseThanBlue"], atKey: false, problem, value: `${gate.worseThanBlue}x`, wayOut },
  ];
}
