import type { Run } from "./run.ts";

/**
 * Polls after which the next execution carries a run on. Step Functions keeps 25,000 events of an execution, and a poll
 * of Task, Choice and Wait has nine (aws-facts 9.1): 13,500 leave room for retries and for whatever else a leg does.
 */
export const LEG_POLLS = 1500;

/** What an execution says that is to carry a run on. */
interface LegClaim {
  /** Its own name. */
  readonly execution: string;
  readonly run: string;
  readonly number: number;
}

/** Why an execution does not carry the run on, in words; null when it is the one that the record names. */
export function legFault(run: Run | undefined, claim: LegClaim): string | null {
  if (run === undefined) return `the ledger has no run ${claim.run}`;
  const { leg, execution } = run;
  if (run.endedAt !== null) return `${run.kind} ${run.id} has ended already (${run.outcome})`;
  // Its admission is tried again.
  if (execution === claim.execution && leg.number === claim.number) return null;
  const way = "its legs follow each other by themselves, and the sweep starts one that was lost";
  if (leg.next === undefined)
    return `${run.kind} ${run.id} is in leg ${leg.number}, carried by ${execution}, and names no next one: ${way}`;
  const { next } = leg;
  if (next.execution === claim.execution && next.number === claim.number) return null;
  return `${run.kind} ${run.id} goes on in leg ${next.number}, by execution ${next.execution}, not in leg ${claim.number} by ${claim.execution}: ${way}`;
}

/** Whether the run waits for a time that was declared, or is frozen: nothing of it is under way. */
const isPaused = ({ waiting }: Pick<Run, "waiting">): boolean => waiting?.isDeclared === true;

/**
 * When the run has to be over, given that nobody carried it from the end of its last wait until now: that was no work of
 * the run.
 */
export const deadlineAfterLoss = (
  { deadlineAt, waiting }: Pick<Run, "deadlineAt" | "waiting">,
  now: number,
): number => deadlineAt + (waiting === null ? 0 : Math.max(0, now - waiting.until));

/** Executions of a run that came to nothing one after the other, before it is undone instead. */
const VAIN_LEGS = 3;

/**
 * How an open run whose execution is gone goes on, `next` being how the execution stands that it names for its next leg.
 * `start`: that one was never started; `name`: another leg takes the run up where it stands; `undo`: it is taken over to be
 * undone, since it stood in the middle of something. One that has polled as often as an execution may stood between two legs.
 */
export function wayOn(
  run: Pick<Run, "leg" | "waiting">,
  next: "ended" | "unknown" | null,
  legPolls = LEG_POLLS,
): "start" | "name" | "undo" {
  if (run.leg.next === undefined || next === null)
    return isPaused(run) || run.leg.polls >= legPolls ? "name" : "undo";
  if (next === "unknown") return "start";
  return run.leg.next.number - run.leg.number < VAIN_LEGS ? "name" : "undo";
}

/** The leg of a run that another execution takes over: the names of those that came to nothing are used up. */
export const legTakenOver = ({ leg }: Pick<Run, "leg">): Run["leg"] => ({
  number: (leg.next ?? leg).number,
  polls: 0,
});
