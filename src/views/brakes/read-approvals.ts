import { type ApprovalAsk, approvalStanding } from "../../domain/approval/approval-ask.ts";
import { readApprovals } from "../../ledger/asked/approvals.ts";
import type { Ledger } from "../../ledger/ledger.ts";

/** What of a fleet waits for a person's yes. */
export const approvalsWaiting = async (
  ledger: Ledger,
  fleet: string,
  now: number,
): Promise<readonly ApprovalAsk[]> =>
  (await readApprovals(ledger, fleet)).filter((ask) => approvalStanding(ask, now) === "waiting");
