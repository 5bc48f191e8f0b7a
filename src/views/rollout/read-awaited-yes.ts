import { type ApprovalAsk, approvalStanding } from "../../domain/approval/approval-ask.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import { readApprovals } from "../../ledger/asked/approvals.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { needsYes, shiftSubject } from "../../domain/approval/shift-subject.ts";

/** What an open rollout waits for a person's yes to; null: for none, or it was answered. */
export async function readAwaitedYes(
  ledger: Ledger,
  run: RolloutRecord | undefined,
  now: number,
): Promise<ApprovalAsk | null> {
  if (run?.phase !== "AwaitApproval" || run.abort !== null || run.failure !== null || !needsYes(run))
    return null;
  const key = shiftSubject(run)?.key;
  const ask = (await readApprovals(ledger, run.fleet)).find((each) => each.key === key);
  return ask !== undefined && approvalStanding(ask, now) === "waiting" ? ask : null;
}
