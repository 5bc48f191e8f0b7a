import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { CheckerInput } from "../checker-input.ts";
import { sidesOf } from "../sides.ts";

/** One of a side's servers was ill at some time since the run began, also one that had been before, or has ended since. */
export function isSideIll(side: "blue" | "green", run: RolloutRecord, input: CheckerInput): boolean {
  const { group } = sidesOf(input, run)[side] ?? {};
  for (const id of input.serving.members(group ?? ""))
    if (input.trouble.wasIll(id, run.startedAt)) return true;
  return false;
}

/** Blue is not what it has to be: one of its servers is ill, or one that it lacks cannot be launched. */
export const isBlueIll = (run: RolloutRecord, input: CheckerInput): boolean =>
  isSideIll("blue", run, input) ||
  input.trouble.lastAt(sidesOf(input, run).blue?.group ?? "") >= run.startedAt;
