import type { ApprovalAsk } from "../../approval/approval-ask.ts";
import type { FleetState } from "../fleet-state.ts";
import { wantedApprovals } from "./wanted-approvals.ts";

/** Of what was asked of a person, what still is about anything: answered or not. */
export function openAsks(state: FleetState, now: number): readonly ApprovalAsk[] {
  const { approvals, open } = state;
  const keys = new Set(wantedApprovals(state, now).map(({ key }) => key));
  return approvals.asks.filter((ask) =>
    ask.kind === "shift" ? ask.rollout === open?.id && open.isEnding === false : keys.has(ask.key),
  );
}

/** Those that wait for an answer at this moment. */
export const waitingAsks = (state: FleetState, now: number): readonly ApprovalAsk[] =>
  openAsks(state, now).filter(({ answer, until }) => answer === null && now < until);

/** From when on nobody may have seen it: four fifths of its time are over. */
export const nearDeadlineAt = ({ askedAt, until }: Pick<ApprovalAsk, "askedAt" | "until">): number =>
  askedAt + Math.ceil((until - askedAt) * 0.8);
