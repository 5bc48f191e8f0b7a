import type { ServiceName } from "../../aws/clients.ts";
import type { GateVerdict, Observations, Reach } from "../../domain/gate.ts";
import { gateKinds, judgeGate, type NamedGate } from "../../domain/gate-kinds.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import type { Work } from "../work.ts";
import { greenTraffic } from "./green-traffic.ts";
import type { Observer } from "./observe/observer.ts";

/** The observers a step has at hand, by what they find out. */
export type Observers<Service extends ServiceName> = {
  readonly [Need in keyof Observations]?: Observer<Service, Need>;
};

/** Observes and judges some gates, writes their verdicts down, and answers them. */
export async function judgeGates<S extends ServiceName>(
  gates: readonly NamedGate[],
  servers: readonly string[] | null,
  judging: {
    readonly observers: Observers<S>;
    readonly work: Work<S>;
    /** What blue's verdict makes of green's. */
    readonly compare?: (
      named: NamedGate,
      green: GateVerdict,
      last: RolloutRecord["gates"][number] | undefined,
    ) => Promise<GateVerdict>;
  },
): Promise<GateVerdict[]> {
  const { observers, work, compare } = judging;
  const verdicts: GateVerdict[] = [];
  for (const { name, gate } of gates) {
    const observe = observers[gateKinds[gate.kind].needs] as Observer<S, keyof Observations>;
    const observedFrom = work.now();
    const observed = await observe({ name, gate, servers }, work);
    const last = work.run().gates.find((verdict) => verdict.gate === name);
    const context = {
      gate: name,
      servers: work.run().size,
      now: work.now(),
      observedFrom,
      since: last?.since ?? null,
      traffic: greenTraffic(work),
    };
    const green = observed === undefined ? justBegun(name) : judgeGate(gate, observed, context);
    const verdict = withEnding(green, gateKinds[gate.kind]);
    verdicts.push((await compare?.({ name, gate }, verdict, last)) ?? verdict);
    await noteOnce(verdict, last, work);
  }
  const judged = new Set(verdicts.map(({ gate }) => gate));
  await work.update({
    gates: [...work.run().gates.filter(({ gate }) => !judged.has(gate)), ...verdicts.map(withoutEnding)],
  });
  return verdicts;
}

/** How the rollout ends by it, where it does: as the gate says, else as its kind does. */
function withEnding(
  verdict: GateVerdict,
  { needs, reach }: { readonly needs: keyof Observations; readonly reach: Reach },
): GateVerdict {
  if (verdict.verdict === "pass") return verdict;
  if (verdict.verdict === "stand") return { ending: { imageAtFault: false, error: "BothIll" }, ...verdict };
  const ofHealth = needs === "targetHealth" && { ofHealth: true };
  return { ending: { imageAtFault: true, reach, ...ofHealth }, ...verdict };
}

/** What decides nothing, and people have to find in the history all the same. */
async function noteOnce(
  { gate, reason, remark }: GateVerdict,
  last: { readonly reason: string } | undefined,
  work: Work<never>,
): Promise<void> {
  if (remark === undefined || last?.reason === reason) return;
  const { action, evidence } = remark;
  await work.note("evidence", `${gate}: ${reason}`, { action, evidence });
}

/** What the record keeps of it. */
function withoutEnding({
  ending: _ending,
  remark: _remark,
  isEarly: _isEarly,
  nextAt: _nextAt,
  ...verdict
}: GateVerdict): GateVerdict {
  return verdict;
}

const justBegun = (gate: string): GateVerdict => ({
  gate,
  verdict: "wait",
  reason: "has just begun",
  value: "begun",
  threshold: "done",
  since: null,
  ending: { imageAtFault: false, error: "GateUnread" },
});
