import { type ApprovalAsk, withAsk } from "../../domain/approval/approval-ask.ts";
import { formatInstant } from "../../domain/format-instant.ts";
import { approvalEvent } from "../../domain/outbox/approval-event.ts";
import { changeApprovals } from "../../ledger/asked/approvals.ts";
import { appendOnce } from "../../ledger/entries.ts";
import { keepEvents, sendKept } from "../../step/outbox/publish.ts";
import type { StepContext } from "../../step/step.ts";

/** Who has no way to the bus keeps what is to be said: the next sweep sends it. */
export type ApprovalContext = Pick<StepContext, "ledger" | "clock"> & Partial<Pick<StepContext, "publish">>;

/**
 * Asks for a person's yes, once for what it is bound to; answers whether it was asked now. Recorded and kept to be published before:
 * who dies in between says it again.
 */
export async function askApproval(
  fleet: string,
  ask: ApprovalAsk,
  context: ApprovalContext,
): Promise<boolean> {
  const { ledger, clock } = context;
  const then = ask.onDeadline === "reject" ? "rejected" : "gone on with";
  const reason = `approval of ${ask.what} is wanted until ${formatInstant(ask.until)}: unanswered it is ${then}`;
  const about = { at: clock.now(), fleet, rollout: ask.rollout, phase: null, kind: "decision" as const };
  await appendOnce(ledger, { ...about, action: "ask-approval", subject: ask.image, reason, actor: "moult" });
  const kept = await keepEvents(fleet, [approvalEvent(fleet, ask)], context);
  const { changed } = await changeApprovals(ledger, fleet, (asks) => withAsk(asks, ask));
  if (context.publish) await sendKept([kept], { ledger, clock, publish: context.publish });
  return changed;
}

/** Says once more that an answer is waited for, when four fifths of its time are over. */
export async function askAgain(fleet: string, ask: ApprovalAsk, context: ApprovalContext): Promise<void> {
  const { ledger, clock, publish } = context;
  const kept = await keepEvents(fleet, [approvalEvent(fleet, ask, true)], context);
  if (publish) await sendKept([kept], { ledger, clock, publish });
}
