import { type ApprovalAsk, type ApprovalSubject, approvalStanding } from "../../approval/approval-ask.ts";
import type { Finding } from "../../findings/finding.ts";
import { digest } from "../../following/digest.ts";
import type { FleetState } from "../fleet-state.ts";

/** The ask about this; undefined: nobody was asked. */
export const askOf = ({ key }: ApprovalSubject, { approvals }: FleetState): ApprovalAsk | undefined =>
  approvals.asks.find((each) => each.key === key);

/** Drifts of the live generation that a person has to approve, each once however many servers have it. */
export function driftSubject({ live, findings }: FleetState): ApprovalSubject | null {
  if (live === null) return null;
  const drifts = [...new Set(findings.filter(isApprovable).map(driftWords))].sort();
  if (drifts.length === 0) return null;
  const { number, image, templateVersion, template } = live;
  const shown = drifts.slice(0, MOST_SHOWN).join("; ");
  const more = drifts.length > MOST_SHOWN ? `; and ${drifts.length - MOST_SHOWN} more` : "";
  const what = `the replacement of generation ${number} by its own image for drift: ${shown}${more}`;
  const key = `drift ${number} ${digest(drifts)}`;
  return { kind: "drift", key, image, templateVersion, template, what, rollout: null, green: null };
}

const MOST_SHOWN = 5;

const isApprovable = ({ mode }: Finding): boolean => mode === "approve";

const driftWords = ({ field, observed, expected }: Finding): string =>
  `${field} is ${observed}, expected ${expected}`;

/** How drifts that a person has to approve stand: what was refused is only observed from then on. */
export function driftStanding(state: FleetState, now: number): ReturnType<typeof approvalStanding> | "none" {
  const subject = driftSubject(state);
  return subject === null ? "none" : approvalStanding(askOf(subject, state), now);
}
