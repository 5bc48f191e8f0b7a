import type { CallRecord } from "../../simulator/calls/call-log.ts";
import type { Denial } from "../../simulator/iam/enforce-iam.ts";
import type { WorldEvent } from "../../simulator/world/world.ts";
import type { Entry } from "../../src/ledger/entries.ts";
import type { Invocation } from "../processes/invocation.ts";
import { runOf } from "../processes/invocation-input.ts";
import type { Plan } from "../draws/plan.ts";
import type { History } from "../world/history.ts";
import { quiescenceSeconds } from "../world/quiescence-bound.ts";
import type { CheckerInput } from "./checker-input.ts";
import type { Change, Decision, Invariant, Sent, Wrote } from "./invariant.ts";

export interface Violation {
  readonly at: number;
  readonly invariant: string;
  readonly what: string;
  /** The last twenty lines of the history, or all of them. */
  readonly before: readonly string[];
}

interface Arrived {
  readonly call: Readonly<Omit<CallRecord, "outcome">>;
  readonly invocation: Invocation;
  readonly sent: Sent;
  readonly entry: Change["entry"];
  readonly lagSeconds: number;
}

interface Decided {
  readonly entry: Entry;
  readonly invocation: Invocation;
  readonly lagSeconds: number;
}

/** Holds the invariants against everything that happens. The first violation is the run's; what follows it is not judged. */
export interface Judge {
  readonly violation: Violation | undefined;
  /** Resolves at the first violation. */
  readonly violated: Promise<void>;
  change(arrived: Arrived): void;
  worldEvent(worldEvent: WorldEvent): void;
  decided(decided: Decided): void;
  denied(task: string, denial: Denial): void;
  written(sort: string): void;
  wrote(write: Wrote): void;
  answered(invocation: Invocation): void;
  quiescent(): void;
  /** Takes down what no invariant said: a run that does not reach quiescence, code that broke. */
  report(invariant: string, what: string): void;
}

export function openJudge(invariants: readonly Invariant[], input: CheckerInput, history: History): Judge {
  const { first, violated, report } = openReport(input, history);
  const ask = (asked: readonly Invariant[], question: (invariant: Invariant) => string | undefined): void => {
    if (first.violation !== undefined) return;
    for (const invariant of asked) {
      const what = question(invariant);
      if (what !== undefined) return report(invariant.name, what);
    }
  };
  const countEvent = eventCounter(input, report);
  const ofChange = invariants.filter((each) => each.change);
  const ofEvent = invariants.filter((each) => each.worldEvent);
  const ofWrite = invariants.filter((each) => each.written);
  return {
    get violation() {
      return first.violation;
    },
    violated,
    change: (arrived) => {
      if (first.violation === undefined) ask(ofChange, questionOn(arrived, input));
    },
    worldEvent: (worldEvent) => {
      countEvent();
      ask(ofEvent, (invariant) => invariant.worldEvent?.(worldEvent, input));
    },
    decided: (decided) => {
      const decision = decisionOf(decided, input);
      if (decision) ask(invariants, (invariant) => invariant.decided?.(decision, input));
    },
    denied: (task, denial) => ask(invariants, (invariant) => invariant.denied?.(task, denial)),
    written: (sort) => {
      countEvent();
      ask(ofWrite, (invariant) => invariant.written?.(sort, input));
    },
    wrote: (write) => ask(invariants, (invariant) => invariant.wrote?.(write, input)),
    answered: (invocation) => ask(invariants, (invariant) => invariant.answered?.(invocation, input)),
    quiescent: () => ask(invariants, (invariant) => invariant.quiescent?.(input)),
    report,
  };
}

/** Keeps the first violation, with what happened before it. */
function openReport({ world }: CheckerInput, history: History) {
  const first: { violation: Violation | undefined } = { violation: undefined };
  const { promise: violated, resolve } = Promise.withResolvers<void>();
  const report = (invariant: string, what: string): void => {
    if (first.violation !== undefined) return;
    first.violation = { at: world.now(), invariant, what, before: history.last() };
    resolve();
  };
  return { first, violated, report };
}

/**
 * Of 200 runs the busiest had a sixth of them: 27,000 with 164 servers; 1,700 with 14. A watched wait writes a few times
 * in 75 s, as long as it lasts.
 */
const mostEvents = (plan: Plan): number =>
  20_000 + 1000 * plan.fleet.servers + Math.ceil(quiescenceSeconds(plan) / 10);

/** Reports a run that does not end: it never stops to change something. */
function eventCounter({ plan }: CheckerInput, report: Judge["report"]): () => void {
  const most = mostEvents(plan);
  let events = 0;
  return () => {
    events += 1;
    if (events > most) report("quiescence", `${most} events and writes: the run does not end`);
  };
}

function questionOn(
  { lagSeconds, ...arrived }: Arrived,
  input: CheckerInput,
): (invariant: Invariant) => string | undefined {
  const { call, invocation } = arrived;
  const { rollouts, retirements } = input.view;
  const retirement = retirements.get(runOf(invocation));
  // What a retirement does to blue has to be as well founded as what the rollout did that released it.
  const rollout = retirement
    ? [...rollouts.values()].find(
        ({ blue, milestones }) => blue === retirement.generation && milestones["blue-released"] !== undefined,
      )
    : rollouts.get(runOf(invocation));
  const change: Change = { ...arrived, since: sinceOf(invocation, lagSeconds), rollout, retirement };
  return (invariant) => {
    const what = invariant.change?.(change, input);
    return what && `${call.action} by ${invocation.task}: ${what}`;
  };
}

function decisionOf(
  { entry, invocation, lagSeconds }: Decided,
  { view }: CheckerInput,
): Decision | undefined {
  const rollout = view.rollouts.get(entry.rollout ?? "");
  return rollout && { entry, rollout, since: sinceOf(invocation, lagSeconds) };
}

/** A read that lags is answered from the copy before its moment, and copies are a second apart. */
const COPY_SECONDS = 1;
const sinceOf = ({ startedAt }: Invocation, lagSeconds: number): number =>
  startedAt - (lagSeconds === 0 ? 0 : lagSeconds + COPY_SECONDS) * 1000;
