import {
  type ApprovalAnswer,
  type ApprovalAsk,
  answeredBy,
  approvalStanding,
  withAnswer,
} from "../../domain/approval/approval-ask.ts";
import { askId } from "../../domain/approval/ask-id.ts";
import { approverFault } from "../../domain/approval/approver-fault.ts";
import { wantedApprovals } from "../../domain/decide/approval/wanted-approvals.ts";
import type { FleetState } from "../../domain/decide/fleet-state.ts";
import { fleetOf } from "../../domain/declaration/fleet-of.ts";
import { formatInstant } from "../../domain/format-instant.ts";
import { InvalidInput } from "../../errors/errors.ts";
import { changeApprovals, readApprovals } from "../../ledger/asked/approvals.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";
import type { ApprovalContext } from "./ask-approval.ts";
import { keepApprovals } from "./keep-approvals.ts";
import { publishAnswer } from "./publish-answer.ts";
import { readState } from "../convergence/read-state.ts";

/** What a person says about what waits for their yes. */
interface Answering extends Pick<ApprovalAnswer, "verdict" | "by" | "proof" | "reason"> {
  readonly fleet: string;
  /** Which of several is meant, or is to be meant: another one is not answered then. Null: the one that waits. */
  readonly image: string | null;
  /** The same by the ask itself (askId), which is of another template version, green and drift another one. Null: the one that waits. */
  readonly ask?: string | null | undefined;
}

export interface AnsweredApproval {
  readonly ask: ApprovalAsk;
  /** False: it had been answered so before, and nothing was changed. */
  readonly changed: boolean;
  /** The rollout that waits for it; null: it is begun by the next look. */
  readonly rollout: string | null;
}

/**
 * Answers what waits for a person's yes. Throws InvalidInput, and changes nothing, where nothing waits, it was answered otherwise, its
 * time or its rollout is over, it is about something else by now, or this person is none of the approvers.
 */
export async function answerApproval(asked: Answering, context: ApprovalContext): Promise<AnsweredApproval> {
  const { fleet, verdict, by, proof, reason } = asked;
  const state = await readAsked(fleet, context);
  const before = answeredSo(asked, state, context.clock.now());
  if (before !== undefined) return { ask: before, changed: false, rollout: before.rollout };
  const ask = answerable(asked, state, context.clock.now());
  const fault = approverFault(await settingsOf(ask, state, context), asked);
  if (fault !== null) throw new InvalidInput(`${fault}; nothing was changed`);
  const { clock, ledger } = context;
  const given = { verdict, by, proof, reason, at: clock.now(), isRecorded: false };
  const { asks, changed } = await changeApprovals(ledger, fleet, (before) =>
    withAnswer(before, ask.key, given),
  );
  const now = asks.find(({ key }) => key === ask.key) ?? ask;
  if (!changed && now.answer?.verdict !== verdict) throw new InvalidInput(answeredReason(now));
  await publishAnswer(fleet, now, context);
  return { ask: now, changed, rollout: ask.rollout };
}

/** The state, with everything asked that is to be. */
async function readAsked(fleet: string, context: ApprovalContext): Promise<FleetState> {
  const read = async (): Promise<FleetState> => {
    const state = await readState(fleet, context);
    if (state === undefined)
      throw new InvalidInput(
        `no fleet is named ${fleet}: see moult fleet list, or declare it with moult fleet apply`,
      );
    // Of what a freeze holds may be answered all the same.
    return {
      ...state,
      freeze: null,
      approvals: { ...state.approvals, asks: await readApprovals(context.ledger, fleet) },
    };
  };
  const state = await read();
  return (await keepApprovals(state, context)) ? read() : state;
}

/** What was answered like that before, where nothing else waits. */
const answeredSo = (asked: Answering, state: FleetState, now: number): ApprovalAsk | undefined => {
  const { asks } = state.approvals;
  if (asks.some((ask) => isOpen(ask, state, now))) return undefined;
  return asks.find((ask) => ask.answer?.verdict === asked.verdict && isMeant(ask, asked));
};

/** Whether the answer is for this one, by all that it names. */
const isMeant = (ask: ApprovalAsk, { image, ask: id }: Answering): boolean =>
  (image === null || ask.image === image) && (id == null || askId(ask) === id);

/** The ask that is meant, if it can be answered. Throws InvalidInput that says why not. */
function answerable(asked: Answering, state: FleetState, now: number): ApprovalAsk {
  const { fleet } = asked;
  const open = state.approvals.asks.filter((ask) => isOpen(ask, state, now));
  const meant = open.filter((ask) => isMeant(ask, asked));
  const [one, other] = meant;
  if (one !== undefined && other === undefined) return one;
  if (one !== undefined)
    throw new InvalidInput(
      `several wait on ${fleet}: ${meant.map((each) => `${each.what} (${askId(each)})`).join("; and ")}: give --ask with the one that is meant`,
    );
  const [waiting] = open;
  if (waiting !== undefined) throw new InvalidInput(otherReason(asked, waiting));
  const last = state.approvals.asks.find((ask) => isMeant(ask, asked));
  if (last === undefined)
    throw new InvalidInput(`nothing of ${fleet} waits for an approval; nothing was changed`);
  throw new InvalidInput(endedReason(fleet, last));
}

/** Whether an answer would count: nobody gave one, its time is not over, and it still is about what it was asked about. */
function isOpen(ask: ApprovalAsk, state: FleetState, now: number): boolean {
  if (approvalStanding(ask, now) !== "waiting") return false;
  if (ask.kind === "shift") return state.open?.id === ask.rollout && !state.open.isEnding;
  return wantedApprovals(state, now).some(({ key }) => key === ask.key);
}

/** Who saw something else has said nothing about this. */
function otherReason({ fleet, image, ask }: Answering, { what }: ApprovalAsk): string {
  const waits = `what waits on ${fleet} is ${what}`;
  if (ask == null) return `${waits}, not ${image}; nothing was changed`;
  return `${waits}, not what ask ${ask} was about: moult rollout status ${fleet} shows it; nothing was changed`;
}

function endedReason(fleet: string, ask: ApprovalAsk): string {
  if (ask.answer !== null) return answeredReason(ask);
  const over =
    ask.rollout === null ? "it is not wanted any more" : `rollout ${ask.rollout} has ended, or goes back`;
  return `nothing of ${fleet} waits for an approval: ${ask.what} was asked about, and ${over}; nothing was changed`;
}

function answeredReason({ what, answer }: ApprovalAsk): string {
  if (answer === null) return `${what} was not answered`;
  const { verdict, at, reason } = answer;
  return `${what} was ${verdict} already, by ${answeredBy(answer)} on ${formatInstant(at)}: ${reason}; nothing was changed`;
}

/** Of a rollout's traffic by the declaration that it was admitted with. */
async function settingsOf(ask: ApprovalAsk, state: FleetState, { ledger }: ApprovalContext) {
  if (ask.rollout === null) return state.approvals.settings;
  const run = (await rollouts.read(ledger, state.fleet, ask.rollout))?.run;
  return run ? (fleetOf(run.declaration).approval ?? null) : null;
}
