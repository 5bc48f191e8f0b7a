import type { ServiceName } from "../../../aws/clients.ts";
import type { GateVerdict } from "../../../domain/gate.ts";
import { gateKinds, type NamedGate } from "../../../domain/gate-kinds.ts";
import type { Work } from "../../work.ts";
import type { BlueSide } from "./blue-side.ts";
import { judgeOnBlue, ON_BLUE } from "./compare-with-blue.ts";

/** Whether blue is asked what the gate asks of green. */
const isDeclared = ({ gate }: NamedGate): boolean => "compare" in gate && gate.compare === true;

/**
 * Asks blue once, when the run begins, what gates that are declared with `compare: true` ask of green. Answers the names of those
 * whose answer is out.
 */
export async function askBaselines<S extends ServiceName>(
  gates: readonly NamedGate[],
  side: BlueSide<S>,
  work: Work<never>,
): Promise<readonly string[]> {
  if (work.blue === null || work.run().size === 0) return [];
  const out: string[] = [];
  for (const named of gates.filter(isDeclared)) {
    const { baselines = [] } = work.run();
    if (baselines.some(({ gate }) => gate === named.name)) continue;
    const verdict = await judgeOnBlue(named, ON_BLUE.first, side);
    const isRunning = verdict !== null && verdict !== "asked" && verdict.verdict === "wait";
    if (verdict === "asked" || (isRunning && gateKinds[named.gate.kind].needs === "command")) {
      out.push(named.name);
      continue;
    }
    const { ending: _ending, remark: _remark, ...kept } = verdict ?? unasked(named.name);
    await work.note("evidence", `blue, before green is asked: ${kept.gate}: ${kept.reason}`, {
      action: "baseline",
      evidence: { verdict: kept },
    });
    await work.update({ baselines: [...baselines, kept] });
  }
  return out;
}

const unasked = (gate: string): GateVerdict => ({
  gate,
  verdict: "unknown",
  reason: "blue cannot be asked",
  value: "",
  threshold: "",
  since: null,
});
