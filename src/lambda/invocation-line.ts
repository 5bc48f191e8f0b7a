import type { StepAnswer } from "../domain/run/step-answer.ts";
import type { SweepReport } from "../sweep/sweep.ts";
import type { Log } from "./log.ts";

/**
 * What one invocation came to: the one line of the log that it leaves when all goes well. Made of its answer alone, so that nothing
 * of an event or of a declaration gets into the log.
 */
export interface InvocationLine {
  readonly verdict: string;
  readonly reason: string;
  readonly [more: string]: unknown;
}

/** Runs that one line names at most: an image may concern a thousand fleets. */
const MOST_RUNS = 20;

/** Of a step. Whose it is, fleet and run, each line of its log says. */
export const stepLine = ({ verdict, reason, waitSeconds }: StepAnswer): InvocationLine => ({
  verdict,
  reason,
  ...(waitSeconds > 0 && { waitSeconds }),
});

interface FleetDecided {
  readonly fleet: string;
  readonly reason: string;
  readonly rollout: string | null;
}

/** Of an event that tells of an image: one fleet with what it came to, of several how many, and the runs. */
export function imageLine(answer: {
  readonly reason: string;
  readonly image: string | null;
  readonly fleets: readonly FleetDecided[];
}): InvocationLine {
  const { reason, image, fleets } = answer;
  const runs = fleets.flatMap(({ rollout }) => rollout ?? []);
  const line = { verdict: verdictOf(runs), reason, image };
  const [only, ...others] = fleets;
  if (only === undefined || others.length > 0)
    return { ...line, fleets: fleets.length, runs: runs.slice(0, MOST_RUNS) };
  return { ...line, reason: `${reason}: ${only.reason}`, fleet: only.fleet, run: only.rollout };
}

/** Of a claim about a server. */
export const serverLine = (answer: {
  readonly reason: string;
  readonly instance: string | null;
  readonly fleet: string | null;
  readonly rollout: string | null;
}): InvocationLine => ({
  verdict: verdictOf(answer.rollout === null ? [] : [answer.rollout]),
  reason: answer.reason,
  instance: answer.instance,
  fleet: answer.fleet,
  run: answer.rollout,
});

const verdictOf = (runs: readonly string[]): "begun" | "left" => (runs.length > 0 ? "begun" : "left");

/** Of a sweep. What it found is logged when it is published. */
export function sweepLine({ fleets, begun, notSwept, left }: SweepReport): InvocationLine {
  const later = left === 0 ? "" : `, ${left} left for the next sweep`;
  return {
    verdict: notSwept.length > 0 || left > 0 ? "incomplete" : "swept",
    reason: `${fleets - left} fleets swept, ${begun.length} runs begun${later}`,
    runs: begun.slice(0, MOST_RUNS).map(({ rollout }) => rollout),
  };
}

/** Warns of each fleet that could not be swept: where the ledger cannot be written nothing else keeps it. */
export function warnNotSwept({ notSwept }: Pick<SweepReport, "notSwept">, lines: Pick<Log, "warn">): void {
  for (const { fleet, irregularity } of notSwept) lines.warn(irregularity, { fleet });
}
