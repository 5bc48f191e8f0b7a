import { type ApprovalAsk, approvalStanding } from "../../approval/approval-ask.ts";
import { wantedTarget } from "../../decide/due-targets.ts";
import type { FleetState } from "../../decide/fleet-state.ts";
import {
  answerActions,
  freezeActions,
  historyAction,
  liftAction,
  retryAction,
  settleActions,
  startAction,
  steeringActions,
} from "../actions.ts";
import type { ExplainedAction } from "../explanation.ts";
import type { FleetSubject } from "./fleet-subject.ts";

/** All that a person may do to a fleet, with why not. */
export function fleetActions(subject: FleetSubject, now: number): readonly ExplainedAction[] {
  const { fleet, state, run, freeze } = subject;
  const { asked, mayRetry, quarantined } = state === null ? UNDECLARED : standingOf(state, now);
  const isFrozen = freeze === null ? null : "it is frozen";
  return [
    ...settleActions(fleet, state?.needsPerson == null ? "it needs no person" : null),
    ...answerActions(fleet, asked),
    retryAction(fleet, mayRetry ? isFrozen : "nothing was refused and nothing has failed"),
    liftAction(fleet, quarantined),
    startAction(
      fleet,
      isFrozen ?? (run === null ? null : `${run.kind} ${run.id} is open: it would be begun after that`),
    ),
    ...freezeActions(fleet, freeze?.scope ?? null),
    ...(run === null ? steeringActions(fleet, undefined, now) : []),
    historyAction(fleet),
  ];
}

/** What an answer, a retry and a lift would be about. */
interface Standing {
  /** What a person is asked to approve, and has not answered; null: nothing. */
  readonly asked: ApprovalAsk | null;
  /** The image that is wanted was refused, or has failed. */
  readonly mayRetry: boolean;
  /** The image that is wanted, where it is in quarantine; null: it is not. */
  readonly quarantined: string | null;
}

const UNDECLARED: Standing = { asked: null, mayRetry: false, quarantined: null };

function standingOf(state: FleetState, now: number): Standing {
  const asked = state.approvals.asks.find((each) => approvalStanding(each, now) === "waiting") ?? null;
  const image = wantedTarget(state, now)?.image;
  if (image === undefined) return { ...UNDECLARED, asked };
  const isRefused = state.except.some((each) => each.image === image);
  const hasFailed = state.attempts.last.some((each) => each.image === image && each.failures > 0);
  return {
    asked,
    mayRetry: isRefused || hasFailed,
    quarantined: state.quarantined.has(image) ? image : null,
  };
}

/** Those of the open run take the place of the same acts of the fleet. */
export const withRunActions = (
  ofFleet: readonly ExplainedAction[],
  ofRun: readonly ExplainedAction[],
): readonly ExplainedAction[] => {
  const all = [...ofRun, ...ofFleet.filter(({ act }) => !ofRun.some((each) => each.act === act))];
  return [
    ...all.filter(({ blockedReason }) => blockedReason === null),
    ...all.filter(({ blockedReason }) => blockedReason !== null),
  ];
};
