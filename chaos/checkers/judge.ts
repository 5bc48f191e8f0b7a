import type { CallRecord } from "../../simulator/calls/call-log.ts";
import type { Denial } from "../../simulator/iam/enforce-iam.ts";
import type { WorldEvent } from "../../simulator/world/world.ts";
import type { Entry } from "../../src/ledger/entries.ts";
import type { Invocation } from "../processes/invocation.ts";
import { runOf } from "../processes/invocation-input.ts";
import type { History } from "../world/history.ts";
import type { JudgedSeconds } from "./judged/judged-time.ts";
import type { OutcomeInput } from "./checker-input.ts";
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
  /** By checker, of those that judge what stands, for how long there was something to judge, and for how long they did. */
  judged(): Readonly<Record<string, JudgedSeconds>>;
  /** Takes down what no invariant said: a run that does not reach quiescence, code that broke. */
  report(invariant: string, what: string): void;
}

/** What is judged, by what, and how much of it may happen before the run is said not to end. */
interface Judged<Input extends OutcomeInput> {
  readonly invariants: readonly Invariant<Input>[];
  readonly input: Input;
  readonly mostEvents: number;
}

export function openJudge<Input extends OutcomeInput>(
  { invariants, input, mostEvents }: Judged<Input>,
  history: Pick<History, "last">,
): Judge {
  const { first, violated, report } = openReport(input, history);
  const ask: Ask<Input> = (asked, question) => {
    const found = first.violation === undefined ? firstFault(asked, question) : undefined;
    if (found !== undefined) report(found.name, found.what);
  };
  const countEvent = eventCounter(mostEvents, report);
  const ofEvent = invariants.filter((each) => each.worldEvent);
  const ofWrite = invariants.filter((each) => each.written);
  return {
    get violation() {
      return first.violation;
    },
    violated,
    change: (arrived) => {
      if (first.violation === undefined) ask(invariants, questionOn(arrived, input));
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
    judged: () => judgedBy(invariants),
    report,
  };
}

const judgedBy = (
  invariants: readonly Pick<Invariant<never>, "name" | "judged">[],
): ReturnType<Judge["judged"]> =>
  Object.fromEntries(invariants.flatMap(({ name, judged }) => (judged ? [[name, judged()]] : [])));

type Ask<Input extends OutcomeInput> = (
  asked: readonly Invariant<Input>[],
  question: (invariant: Invariant<Input>) => string | undefined,
) => void;

function firstFault<Input extends OutcomeInput>(
  ...[asked, question]: Parameters<Ask<Input>>
): { readonly name: string; readonly what: string } | undefined {
  for (const invariant of asked) {
    const what = question(invariant);
    if (what !== undefined) return { name: invariant.name, what };
  }
  return undefined;
}

/** Keeps the first violation, with what happened before it. */
function openReport({ world }: OutcomeInput, history: Pick<History, "last">) {
  const first: { violation: Violation | undefined } = { violation: undefined };
  const { promise: violated, resolve } = Promise.withResolvers<void>();
  const report = (invariant: string, what: string): void => {
    if (first.violation !== undefined) return;
    first.violation = { at: world.now(), invariant, what, before: history.last() };
    resolve();
  };
  return { first, violated, report };
}

/** Reports a run that does not end: it never stops to change something. */
function eventCounter(most: number, report: Judge["report"]): () => void {
  let events = 0;
  return () => {
    events += 1;
    if (events > most) report("quiescence", `${most} events and writes: the run does not end`);
  };
}

function questionOn<Input extends OutcomeInput>(
  { lagSeconds, ...arrived }: Arrived,
  input: Input,
): (invariant: Invariant<Input>) => string | undefined {
  const { call, invocation } = arrived;
  const { rollouts, recycles, retirements } = input.view;
  const retirement = retirements.get(runOf(invocation));
  // What a retirement does to blue has to be as well founded as what the rollout did that released it.
  const rollout = retirement
    ? [...rollouts.values()].find(
        ({ blue, milestones }) => blue === retirement.generation && milestones["blue-released"] !== undefined,
      )
    : rollouts.get(runOf(invocation));
  const recycle = recycles.get(runOf(invocation));
  const since = sinceOf(invocation, lagSeconds);
  const change: Change = { ...arrived, since, rollout, recycle, retirement };
  return (invariant) => {
    const what = invariant.change?.(change, input);
    return what && `${call.action} by ${invocation.task}: ${what}`;
  };
}

function decisionOf(
  { entry, invocation, lagSeconds }: Decided,
  { view }: OutcomeInput,
): Decision | undefined {
  const rollout = view.rollouts.get(entry.rollout ?? "");
  return rollout && { entry, rollout, since: sinceOf(invocation, lagSeconds) };
}

/** A read that lags is answered from the copy before its moment, and copies are a second apart. */
const COPY_SECONDS = 1;
const sinceOf = ({ startedAt }: Invocation, lagSeconds: number): number =>
  startedAt - (lagSeconds === 0 ? 0 : lagSeconds + COPY_SECONDS) * 1000;
