import type { ApprovalSubject } from "../../approval/approval-ask.ts";
import { isSameTarget } from "../../run/excepted.ts";
import { backOff } from "../attempts.ts";
import { dueTargets } from "../due-targets.ts";
import type { FleetState } from "../fleet-state.ts";
import { holdOn } from "../held.ts";
import { neededApproval } from "./approval-hold.ts";

/**
 * What a person has to say yes to before anything of it is begun, whether they were asked or not: of what is due and nothing else holds.
 * What the open run makes was approved, or is not asked about any more.
 */
export function wantedApprovals(state: FleetState, now: number): readonly ApprovalSubject[] {
  const { freeze, open, attempts } = state;
  if (freeze !== null && now < (freeze.until ?? Infinity)) return [];
  return dueTargets(state, now).flatMap((due) => {
    const { image, templateVersion } = due.target;
    const isRunning =
      open !== null &&
      isSameTarget(open.target, { image, templateVersion: templateVersion ?? open.target.templateVersion });
    if (isRunning || holdOn(due.target, state) !== null || backOff(attempts, image, now) !== null) return [];
    const subject = neededApproval(due, state);
    return subject === null || subject === "unread" ? [] : [subject];
  });
}
