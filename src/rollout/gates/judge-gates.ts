import type { ServiceName } from "../../aws/clients.ts";
import type { GateVerdict, Observations } from "../../domain/gate.ts";
import { gateKinds, judgeGate, type NamedGate } from "../../domain/gate-kinds.ts";
import type { Work } from "../work.ts";
import type { Observer } from "./observe/observer.ts";

/** The observers a step has at hand, by what they find out. */
export type Observers<Service extends ServiceName> = {
  readonly [Need in keyof Observations]?: Observer<Service, Need>;
};

/** Observes and judges some gates, writes their verdicts down, and answers them. */
export async function judgeGates<S extends ServiceName>(
  gates: readonly NamedGate[],
  servers: readonly string[] | null,
  judging: { readonly observers: Observers<S>; readonly work: Work<S> },
): Promise<GateVerdict[]> {
  const { observers, work } = judging;
  const verdicts: GateVerdict[] = [];
  for (const { name, gate } of gates) {
    const observe = observers[gateKinds[gate.kind].needs] as Observer<S, keyof Observations>;
    const observed = await observe({ name, gate, servers }, work);
    const last = work.run().gates.find((verdict) => verdict.gate === name);
    const context = { gate: name, servers: work.run().size, now: work.now(), since: last?.since ?? null };
    verdicts.push(observed === undefined ? justBegun(name) : judgeGate(gate, observed, context));
  }
  const judged = new Set(verdicts.map(({ gate }) => gate));
  await work.update({
    gates: [...work.run().gates.filter(({ gate }) => !judged.has(gate)), ...verdicts],
  });
  return verdicts;
}

const justBegun = (gate: string): GateVerdict => ({
  gate,
  verdict: "wait",
  reason: "has just begun",
  value: "begun",
  threshold: "done",
  since: null,
});
