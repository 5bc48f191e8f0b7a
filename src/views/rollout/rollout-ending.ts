import type { RunOutcome } from "../../domain/run/run.ts";
import { type FleetView, shownRun } from "../fleet/fleet-view.ts";

/** How a rollout, or a replacement of servers in place, ended. */
export interface Ending {
  readonly outcome: RunOutcome | (typeof NOT_ADMITTED)[number];
  readonly reason: string;
}

/**
 * How the run that is looked at ended, or undefined while it runs. One that was not admitted has no record: its only trace is what its
 * admission decided.
 */
export function endingOf(
  of: Pick<FleetView, "rollout" | "recycle" | "entries">,
  id: string,
): Ending | undefined {
  const run = shownRun(of);
  if (run !== undefined) {
    if (run.endedAt === null || run.outcome === null) return undefined;
    return { outcome: run.outcome, reason: run.outcomeReason ?? "no reason was given" };
  }
  const { entries } = of;
  const decided = entries.findLast(
    (entry) => entry.rollout === id && ADMISSIONS.includes(entry.phase ?? "") && entry.kind === "decision",
  );
  const outcome = NOT_ADMITTED.find((each) => each === decided?.action);
  return decided && outcome ? { outcome, reason: decided.reason } : undefined;
}

const ADMISSIONS: readonly string[] = ["Admit", "AdmitRecycle"];
const NOT_ADMITTED = ["refused", "nothing-to-do"] as const;
