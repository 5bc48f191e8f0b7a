import { undoSeconds } from "../../domain/rollout-decisions/undo-limit.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import {
  Frozen,
  InvalidInput,
  LeaseLost,
  LedgerConflict,
  LedgerCorrupt,
  LedgerTooNew,
  StepOverdue,
} from "../../errors/errors.ts";
import type { RemovalServices } from "../retirement/removals.ts";
import type { Work } from "../work.ts";
import { leaveToPerson } from "./leave-to-person.ts";

/** What undoing comes to: an answer, or that a person has to say on which side the fleet stays, and why. */
export type Undone = StepAnswer | { readonly needsPerson: string };

/** What was set a moment ago is read back before the run is given up: so long after the deadline, for waits so short. */
const SETTLING_MS = 300_000;
const SETTLING_SECONDS = 15;

/** Errors that say that this step is not to act, or is to act again: they say nothing of the fleet. */
const OF_THE_STEP = [
  Frozen,
  LeaseLost,
  LedgerConflict,
  LedgerCorrupt,
  LedgerTooNew,
  InvalidInput,
  StepOverdue,
];

/**
 * Undoes the rollout, within a deadline of its own, which counts work as every deadline does. Past it, or where going on
 * would not help, the run is left to a person: whoever waits for ever keeps every other change from the fleet.
 */
export async function undoWithinLimit(
  undo: () => Promise<Undone>,
  work: Work<RemovalServices>,
): Promise<StepAnswer> {
  await startLimit(work);
  const answer = await tryUndo(undo, work);
  return "needsPerson" in answer ? leaveToPerson(answer.needsPerson, work) : answer;
}

/** One write: who dies around it has either the rollout's deadline or the whole time for undoing it. */
async function startLimit(work: Work<RemovalServices>): Promise<void> {
  const { milestones } = work.run();
  if (milestones["undoing"] !== undefined) return;
  const now = work.now();
  const deadlineAt = now + undoSeconds(work.fleet) * 1000;
  await work.update({ milestones: { ...milestones, undoing: now }, deadlineAt });
}

async function tryUndo(undo: () => Promise<Undone>, work: Work<RemovalServices>): Promise<Undone> {
  try {
    const answer = await undo();
    return "needsPerson" in answer || mayGoOn(answer, work) ? answer : overdue(answer.reason);
  } catch (error) {
    const isOfTheStep = OF_THE_STEP.some((each) => error instanceof each);
    if (isOfTheStep || !isOverdue(work)) throw error;
    return overdue(error instanceof Error ? error.message : String(error));
  }
}

const isOverdue = (work: Work<never>): boolean => work.now() > work.run().deadlineAt;

function mayGoOn({ verdict, waitSeconds, isDeclared }: StepAnswer, work: Work<never>): boolean {
  if (verdict !== "wait" || isDeclared === true || !isOverdue(work)) return true;
  return waitSeconds <= SETTLING_SECONDS && work.now() <= work.run().deadlineAt + SETTLING_MS;
}

const overdue = (reason: string): Undone => ({
  needsPerson: `going back has taken longer than it may: ${reason}`,
});
