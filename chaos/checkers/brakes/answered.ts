import type { ApprovalAsk } from "../../../src/domain/approval/approval-ask.ts";

/** Whether an ask has its yes by then: a person's, or its deadline's where that is declared. */
export const hasYes = ({ answer, onDeadline, until }: ApprovalAsk, now: number): boolean =>
  answer === null ? onDeadline === "proceed" && until <= now : answer.verdict === "approved";
