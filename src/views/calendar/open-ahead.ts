import type { OpenAhead } from "../../domain/calendar/fleet-ahead.ts";
import type { Phase } from "../../domain/run/rollout.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { openFleetRun } from "../../ledger/runs/open-run.ts";
import { needsYes } from "../../domain/approval/shift-subject.ts";
import { isWindowed } from "../../rollout/approval/shift-window.ts";

/** The phases from which green goes to where its first traffic is waited for. */
const BEFORE_TRAFFIC: readonly Phase[] = [
  "Admit",
  "LaunchGreen",
  "ObserveGreen",
  "ValidateGreen",
  "AwaitApproval",
];

/** What the end of a fleet's open run depends on; null: it is open no more. */
export async function openAhead(id: string, fleet: string, ledger: Ledger): Promise<OpenAhead | null> {
  const run = (await openFleetRun(ledger, fleet))?.run;
  if (run?.id !== id) return null;
  const { startedAt: since, cause } = run;
  if (run.kind !== "rollout")
    return { since, isReady: false, needsYes: false, needsWindow: false, isForAge: false };
  const isBefore = BEFORE_TRAFFIC.includes(run.phase);
  return {
    since,
    isReady: run.phase === "AwaitApproval",
    needsYes: isBefore && needsYes(run),
    needsWindow: isBefore && isWindowed(run),
    isForAge: cause.reason === "age" && run.imageFrom === run.imageTo,
  };
}
