import type { RolloutRecord } from "../run/rollout.ts";
import { pauseNow } from "../steering/pause.ts";
import type { SpentOn } from "./metric-catalogue.ts";
import type { TimeSpent } from "./time-spent.ts";

const NOTHING = { work: 0, people: 0, time: 0 };

/**
 * The rollout with the time counted that has passed since it was counted last, as what it waited for then. Done again from the same
 * record it counts the same: nothing is counted until somebody writes it.
 */
export function withTimeCounted(run: RolloutRecord, now: number, isFrozen: boolean): RolloutRecord {
  const spent: TimeSpent = run.spent ?? { countedAt: run.phaseStartedAt, phases: {}, gates: {} };
  const passed = now - spent.countedAt;
  if (passed <= 0) return { ...run, spent };
  const before = spent.phases[run.phase] ?? NOTHING;
  const on = spentOn(run, spent.countedAt, isFrozen);
  const phases = { ...spent.phases, [run.phase]: { ...before, [on]: before[on] + passed } };
  return { ...run, spent: { countedAt: now, phases, gates: gatesWith(run, spent.gates, passed) } };
}

/** By what it waited for when it was counted last. A freeze, a pause and an approval are people's. */
function spentOn(run: RolloutRecord, at: number, isFrozen: boolean): SpentOn {
  if (isFrozen || run.phase === "AwaitApproval" || pauseNow(run, at) !== null) return "people";
  return run.waiting?.isDeclared === true ? "time" : "work";
}

function gatesWith(
  { waiting, gates }: RolloutRecord,
  before: TimeSpent["gates"],
  passed: number,
): TimeSpent["gates"] {
  if (waiting === null) return before;
  const kinds = gates.flatMap(({ gate, verdict }) => (verdict === "pass" ? [] : [kindOfGate(gate)]));
  const added = [...new Set(kinds)].map((kind) => [kind, (before[kind] ?? 0) + passed] as const);
  return { ...before, ...Object.fromEntries(added) };
}

/** `command-2` is a `command`. */
export const kindOfGate = (name: string): string => name.replace(/-\d+$/, "");
