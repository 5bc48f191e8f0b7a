import { type ApprovalAsk, type ApprovalSubject, withAnswer } from "../../domain/approval/approval-ask.ts";
import { newAsk } from "../../domain/decide/approval/approval-hold.ts";
import { askOf } from "../../domain/decide/approval/drift-approval.ts";
import { nearDeadlineAt, openAsks } from "../../domain/decide/approval/open-asks.ts";
import { wantedApprovals } from "../../domain/decide/approval/wanted-approvals.ts";
import type { FleetState } from "../../domain/decide/fleet-state.ts";
import { formatInstant } from "../../domain/format-instant.ts";
import { changeApprovals } from "../../ledger/asked/approvals.ts";
import { type ApprovalContext, askAgain, askApproval } from "./ask-approval.ts";
import { publishAnswer } from "./publish-answer.ts";

/**
 * Brings the ledger to what the state of approvals is now: asks for what has to be approved and was not asked for, answers by its
 * deadline what nobody answered, and tells of answers that were not told. Answers whether anything was changed: then the fleet is to be
 * decided about anew.
 */
export async function keepApprovals(state: FleetState, context: ApprovalContext): Promise<boolean> {
  const { fleet, approvals } = state;
  const now = context.clock.now();
  const wanted = wantedApprovals(state, now);
  const open = openAsks(state, now);
  let changed = false;
  for (const ask of approvals.asks)
    changed = (await settleAsk(fleet, ask, open.includes(ask), context)) || changed;
  for (const subject of wanted) changed = (await askUnlessAsked(subject, state, context)) || changed;
  return changed;
}

/** An ask that nobody answered until its deadline is answered by that, as long as it is about anything. */
export async function settleAsk(
  fleet: string,
  ask: ApprovalAsk,
  isOpen: boolean,
  context: ApprovalContext,
): Promise<boolean> {
  const now = context.clock.now();
  if (ask.answer !== null) {
    if (ask.answer.isRecorded) return false;
    await publishAnswer(fleet, ask, context);
    return true;
  }
  if (!isOpen) return false;
  if (now < ask.until) {
    if (now >= nearDeadlineAt(ask)) await askAgain(fleet, ask, context);
    return false;
  }
  const verdict = ask.onDeadline === "proceed" ? ("approved" as const) : ("rejected" as const);
  const reason = `nobody answered until ${formatInstant(ask.until)}: it is ${verdict}, as declared`;
  const answer = { verdict, by: "deadline", proof: "deadline" as const, reason, at: now, isRecorded: false };
  const { changed, asks } = await changeApprovals(context.ledger, fleet, (before) =>
    withAnswer(before, ask.key, answer),
  );
  const answered = asks.find(({ key }) => key === ask.key);
  if (answered) await publishAnswer(fleet, answered, context);
  return changed;
}

async function askUnlessAsked(
  subject: ApprovalSubject,
  state: FleetState,
  context: ApprovalContext,
): Promise<boolean> {
  if (askOf(subject, state) !== undefined) return false;
  return askApproval(state.fleet, newAsk(subject, state.approvals.settings, context.clock.now()), context);
}
