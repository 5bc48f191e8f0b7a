import { type ApprovalAsk, answeredBy } from "../approval/approval-ask.ts";
import { approvalReason } from "../decide/approval/approval-hold.ts";
import { digest } from "../following/digest.ts";
import type { MoultEvent } from "../moult-event.ts";
import type { OutgoingEvent } from "./outbox.ts";
import { answerCommand } from "./proposed-commands.ts";

type DetailType = Extract<MoultEvent["detail-type"], `Approval ${string}`>;

/** What is published of an ask: that it waits, or how it was answered. Each once, however often it is kept; `again`: that it still waits. */
export function approvalEvent(fleet: string, ask: ApprovalAsk, again = false): OutgoingEvent {
  const { kind, key, image, templateVersion, rollout, green, what, askedAt, until, answer } = ask;
  const detailType = detailTypeOf(ask);
  return {
    id: `${detailType.toLowerCase().replaceAll(" ", "-")}-${fleet}-${digest(key)}-${askedAt}${again ? "-again" : ""}`,
    detailType,
    detail: {
      fleet,
      subject: kind,
      image,
      templateVersion,
      rollout,
      green,
      what,
      since: new Date(askedAt).toISOString(),
      until: new Date(until).toISOString(),
      onDeadline: ask.onDeadline,
      sentence: approvalReason(fleet, ask, ask, askedAt),
      ...(answer === null
        ? { commands: approvalCommands(fleet, ask), ...(again && { again }) }
        : { verdict: answer.verdict, by: answeredBy(answer), proof: answer.proof, reason: answer.reason }),
    },
  };
}

/** The two answers, each a whole command line. */
const approvalCommands = (fleet: string, ask: ApprovalAsk): readonly string[] => [
  answerCommand("approve", fleet, ask, '"looks good"'),
  answerCommand("reject", fleet, ask, '"not this one"'),
];

function detailTypeOf({ answer }: ApprovalAsk): DetailType {
  if (answer === null) return "Approval Wanted";
  if (answer.proof === "deadline") return "Approval Deadline Passed";
  return answer.verdict === "approved" ? "Approval Given" : "Approval Rejected";
}
