import {
  type ApprovalAsk,
  type ApprovalSubject,
  answeredBy,
  approvalStanding,
} from "../../approval/approval-ask.ts";
import { type ApprovalSettings, DRIFT_APPROVAL } from "../../approval/approval-settings.ts";
import { formatInstant } from "../../format-instant.ts";
import { answerCommand } from "../../outbox/proposed-commands.ts";
import type { DueTarget } from "../due-targets.ts";
import type { FleetState } from "../fleet-state.ts";
import type { Hold } from "../hold.ts";
import { askOf, driftSubject } from "./drift-approval.ts";

/** Until when this is not begun for want of a yes; null: it needs none, or has it. */
export function approvalHold(due: DueTarget, state: FleetState, now: number): Hold | null {
  const subject = neededApproval(due, state);
  if (subject === null) return null;
  if (subject === "unread") return unread(due);
  const ask = askOf(subject, state);
  const standing = approvalStanding(ask, now);
  if (standing === "approved") return null;
  const hold = { by: "approval" as const, nextAt: standing === "waiting" ? (ask?.until ?? null) : null };
  return { ...hold, reason: approvalReason(state.fleet, subject, ask, now) };
}

/** What is told of an approval that is waited for, or that was refused. */
export function approvalReason(
  fleet: string,
  { what }: Pick<ApprovalSubject, "what">,
  ask: ApprovalAsk | undefined,
  now: number,
): string {
  if (ask === undefined) return `needs approval of ${what}, which is asked for now`;
  if (approvalStanding(ask, now) === "waiting") {
    const then = ask.onDeadline === "reject" ? "it is rejected" : "it goes on";
    const [since, until] = [formatInstant(ask.askedAt), formatInstant(ask.until)];
    return `waits for approval of ${what} since ${since}, until ${until}, when ${then}; ${answerCommand("approve", fleet, ask)}, or ${answerCommand("reject", fleet, ask)}, answers it`;
  }
  if (ask.answer === null) return `nobody approved ${what} until ${formatInstant(ask.until)}: it is rejected`;
  const { at, reason } = ask.answer;
  return `${answeredBy(ask.answer)} rejected ${what} on ${formatInstant(at)}: ${reason}`;
}

/**
 * What has to be approved before this is begun: another image or template version, or drifts that a person has to approve where
 * nothing else asks for the same. What runs was approved when it went live. Null: nothing; `unread`: nobody can say yet to what.
 */
export function neededApproval(due: DueTarget, state: FleetState): ApprovalSubject | "unread" | null {
  const { target } = due;
  const { live, approvals } = state;
  const isLive = live?.image === target.image && live.templateVersion === target.templateVersion;
  if (isLive) return due.due.every(({ needsApproval }) => needsApproval) ? driftSubject(state) : null;
  if (approvals.settings?.before !== "launch") return null;
  const { image, templateVersion } = target;
  if (templateVersion === null) return "unread";
  const { template } = state;
  const key = `launch ${image} ${template} ${templateVersion}`;
  const what = `image ${image} (template version ${templateVersion})`;
  return { kind: "launch", key, image, templateVersion, template, what, rollout: null, green: null };
}

const unread = ({ target: { image } }: DueTarget): Hold => ({
  by: "approval",
  reason: `needs approval of image ${image}, which is asked for when the version of its template has been read: the next sweep does`,
  nextAt: null,
});

/** The ask about what is to be approved, from now on. */
export function newAsk(
  subject: ApprovalSubject,
  settings: ApprovalSettings | null,
  now: number,
): ApprovalAsk {
  const { deadline, onDeadline } = settings ?? DRIFT_APPROVAL;
  return { ...subject, askedAt: now, until: now + deadline * 1000, onDeadline, answer: null };
}
