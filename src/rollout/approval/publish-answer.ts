import { type ApprovalAsk, answeredBy } from "../../domain/approval/approval-ask.ts";
import { approvalEvent } from "../../domain/outbox/approval-event.ts";
import { changeApprovals } from "../../ledger/asked/approvals.ts";
import { appendOnce } from "../../ledger/entries.ts";
import { putExcept } from "../../ledger/except.ts";
import { keepEvents, sendKept } from "../../step/outbox/publish.ts";
import type { ApprovalContext } from "./ask-approval.ts";

/**
 * What follows from an answer: history has it, it is published, and what was refused is on the fleet's list of what nobody but a person
 * begins again. The answer itself is written first, so that two do not both count; whoever decides next tells of one whose writer died.
 */
export async function publishAnswer(
  fleet: string,
  ask: ApprovalAsk,
  context: ApprovalContext,
): Promise<void> {
  const { answer, kind, image, templateVersion, template, what, rollout, key } = ask;
  if (answer === null || answer.isRecorded) return;
  const { ledger } = context;
  const { verdict, reason, at, proof } = answer;
  const by = answeredBy(answer);
  // A drift that is refused stays observed: the image itself runs, and nobody said anything against it.
  if (verdict === "rejected" && kind !== "drift")
    await putExcept(ledger, fleet, { image, templateVersion, template, since: at, by, reason });
  const entry = { at, fleet, rollout, phase: null, kind: "decision" as const, actor: by };
  const action = verdict === "approved" ? "approve" : "reject";
  await appendOnce(ledger, { ...entry, action, subject: image, reason, evidence: { what, proof, key } });
  const kept = await keepEvents(fleet, [approvalEvent(fleet, ask)], context);
  await changeApprovals(ledger, fleet, (asks) =>
    asks.map((each) => (each.key === key ? recorded(each) : each)),
  );
  if (context.publish) await sendKept([kept], { ledger, clock: context.clock, publish: context.publish });
}

const recorded = (ask: ApprovalAsk): ApprovalAsk => ({
  ...ask,
  answer: ask.answer && { ...ask.answer, isRecorded: true },
});
