import type { ServiceName } from "../../../aws/clients.ts";
import { besideBlue } from "../../../domain/blame/beside-blue.ts";
import type { GateVerdict, Observations } from "../../../domain/gate.ts";
import { type Gate, gateKinds, judgeGate, type NamedGate } from "../../../domain/gate-kinds.ts";
import type { Work } from "../../work.ts";
import { type BlueSide, isBlueUnchecked } from "./blue-side.ts";
import { greenTraffic } from "../green-traffic.ts";
import type { Observer } from "../observe/observer.ts";
import { forgetSent } from "../send-command.ts";

/** Green's verdict on a gate, as it is beside blue's. */
type Comparison = (
  named: NamedGate,
  green: GateVerdict,
  last: { readonly verdict: GateVerdict["verdict"]; readonly reason: string } | undefined,
) => Promise<GateVerdict>;

/** What a command of blue's is called in the record: at the run's begin, and when green has failed. */
export const ON_BLUE = { first: "on-blue", again: "on-blue-again" } as const;
/** While both stand, a command is sent to both anew after so long. */
const AGAIN_MS = 60_000;

/**
 * Judges blue by a gate that green does not pass, where the gate can be compared. A green that boots waits, too: before so many
 * seconds in its phase that is nothing to compare.
 */
export function compareWithBlue<S extends ServiceName>(
  side: BlueSide<S>,
  work: Work<never>,
  afterSeconds: number,
): Comparison {
  return async (named, green, last) => {
    const { gate, name } = named;
    if (!isComparable(gate, name, work)) return green;
    const isCommand = gateKinds[gate.kind].needs === "command";
    if (green.verdict === "wait" && isCommand) return last?.verdict === "stand" ? asLast(green, last) : green;
    const isWaiting = green.verdict === "wait" && work.inPhase() >= afterSeconds;
    if (green.verdict !== "fail" && !isWaiting) return green;
    const verdict = await judgeOnBlue(named, ON_BLUE.again, side);
    if (verdict === null) return green;
    if (verdict === "asked" || (isCommand && verdict.verdict === "wait")) return askedBoth(green, last);
    const compared = besideBlue(green, verdict);
    if (isCommand && compared.verdict === "stand") await askAgain(name, work);
    return compared;
  };
}

const asLast = (green: GateVerdict, { reason }: { readonly reason: string }): GateVerdict => ({
  ...green,
  verdict: "stand",
  reason,
  ending: { imageAtFault: false, error: "BothIll" },
});

/** Blue runs the same now: until it has, what green has failed is not known to be green's. */
const askedBoth = (green: GateVerdict, last: Parameters<Comparison>[2]): GateVerdict =>
  last?.verdict === "stand"
    ? asLast(green, last)
    : {
        ...green,
        verdict: "wait",
        reason: `${green.reason}; blue is asked the same`,
        ending: { imageAtFault: false, error: "GateUnread" },
      };

/** While both stand, both are asked again after a while. */
async function askAgain(name: string, work: Work<never>): Promise<void> {
  const onBlue = `${name} ${ON_BLUE.again}`;
  if (work.now() - (work.run().commands[onBlue]?.sentAt ?? work.now()) < AGAIN_MS) return;
  await forgetSent(onBlue, work);
  await forgetSent(name, work);
}

/** Whether blue is judged by the gate, too; where that is declared, only if blue passed it when the run began. */
function isComparable(gate: Gate, name: string, work: Work<never>): boolean {
  const { comparison, needs } = gateKinds[gate.kind];
  if (comparison === "declared")
    return work.run().baselines?.find((each) => each.gate === name)?.verdict === "pass";
  return comparison === "always" && !(needs === "targetHealth" && isBlueUnchecked(work));
}

/** Blue's verdict; `asked`: it has just been asked; null: nothing is known of it. */
export async function judgeOnBlue<S extends ServiceName>(
  { name, gate }: NamedGate,
  suffix: string,
  side: BlueSide<S>,
): Promise<GateVerdict | "asked" | null> {
  const { needs } = gateKinds[gate.kind];
  const view = await side.view();
  const observe = side.observers[needs] as Observer<S, keyof Observations> | undefined;
  if (view === null || observe === undefined) return null;
  const sight = { name: `${name} ${suffix}`, gate, servers: view.servers };
  const { now, run } = view.work;
  const observedFrom = now();
  const observed = await observe(sight, view.work);
  if (observed === undefined) return "asked";
  if (observed === null || isUnchecked(observed)) return null;
  // Blue has served since long ago: what has to last, lasted.
  const traffic = greenTraffic(view.work);
  const context = { gate: name, servers: run().size, now: now(), observedFrom, since: 0, traffic };
  return judgeGate(gate, observed, context);
}

/** Whoever is in no target group is checked by nobody, nor is a target group that no rule names (aws-facts 1.4). */
export const isUnchecked = (observed: NonNullable<Observations[keyof Observations]>): boolean =>
  "targets" in observed && observed.targets.every(({ reason }) => reason === "Target.NotInUse");
