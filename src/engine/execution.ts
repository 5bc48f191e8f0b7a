import { attempt, bellWork, contextOf, type Failure, secondsAt, taskWork } from "./running/attempt.ts";
import type { ExecutionOptions, Run } from "./running/execution-options.ts";
import { EVENTS, openHistory } from "./history.ts";
import { fillTemplate, readPath, StatesRuntime, type Json, writePath } from "./json-path.ts";
import type { BellState, State, TaskState } from "./machine.ts";
import { matches, retryDelay } from "./retry.ts";

export type ExecutionStatus = "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

export interface ExecutionResult {
  readonly status: ExecutionStatus;
  readonly output: unknown;
  readonly error: string | null;
  readonly cause: string | null;
  /** State transitions as Step Functions bills them: each state entered, and each retry of a Task. */
  readonly transitions: number;
  /** Events of its history, as Step Functions counts them (src/engine/history.ts). */
  readonly events: number;
  /** The last state, and the data it was entered with: what a redrive takes up. */
  readonly state: string;
  readonly data: unknown;
}

type Outcome =
  | { readonly next: string; readonly data: unknown }
  /** Time is up, or it was stopped: the execution ends in this state. */
  | { readonly cut: true }
  | { readonly end: "SUCCEEDED" | "FAILED"; readonly data: unknown; readonly failure?: Failure };

/**
 * Runs one execution to its end, as Step Functions would (standard workflow, JSONPath). Waits on the given clock, so a
 * simulated one makes hours pass in no time. Never throws: a failure is a result.
 */
export async function execute(options: ExecutionOptions): Promise<ExecutionResult> {
  const { machine, clock } = options;
  const history = openHistory(options.from?.events ?? 0);
  const run = { options, history, transitions: 0, endsAt: clock.now() + machine.TimeoutSeconds * 1000 };
  let state = options.from?.state ?? machine.StartAt;
  let data: unknown = options.from?.data ?? options.input;
  const ended = (status: ExecutionStatus, output: unknown, failure?: Failure): ExecutionResult => ({
    status,
    output,
    error: failure?.error ?? null,
    cause: failure?.cause ?? null,
    transitions: run.transitions,
    events: history.end(),
    state,
    data,
  });
  for (;;) {
    if (options.stop?.aborted) return ended("ABORTED", null);
    if (clock.now() >= run.endsAt) return ended("TIMED_OUT", null, { error: "States.Timeout", cause: "" });
    run.transitions++;
    options.onState?.(state);
    const outcome = await enter(machine.States[state] as State, data, run).catch(runtimeFailure);
    if ("cut" in outcome) continue;
    if ("end" in outcome) return ended(outcome.end, outcome.data, outcome.failure);
    state = outcome.next;
    data = outcome.data;
  }
}

function runtimeFailure(error: unknown): Outcome {
  if (!(error instanceof StatesRuntime)) throw error;
  return { end: "FAILED", data: null, failure: { error: error.name, cause: error.message } };
}

async function enter(state: State, data: unknown, run: Run): Promise<Outcome> {
  const context = contextOf(run.options);
  switch (state.Type) {
    case "Task":
    case "BellTask":
      run.history.add(EVENTS.taskEntered);
      return enterTask(state, data, run);
    case "Choice": {
      run.history.add(EVENTS.passed);
      const chosen = state.Choices.find(
        ({ Variable, StringEquals }) => readPath(Variable, data, context) === StringEquals,
      );
      return { next: chosen?.Next ?? state.Default, data };
    }
    case "Wait": {
      run.history.add(EVENTS.passed);
      await sleepIn(run, state.Seconds ?? secondsAt(state.SecondsPath ?? "$", data, context));
      return isOver(run) ? { cut: true } : { next: state.Next, data };
    }
    case "Pass":
      run.history.add(EVENTS.passed);
      return { next: state.Next, data };
    case "Succeed":
      run.history.add(EVENTS.passed);
      return { end: "SUCCEEDED", data };
    case "Fail": {
      run.history.add(EVENTS.fail);
      const cause = causeAt(state.CausePath, data, context);
      return { end: "FAILED", data: null, failure: { error: state.Error, cause } };
    }
  }
}

/** What a Fail that reads its cause from its data ends with. */
function causeAt(path: string, data: unknown, context: Json): string {
  const cause = readPath(path, data, context);
  if (typeof cause === "string") return cause;
  throw new StatesRuntime(`The CausePath '${path}' points to ${JSON.stringify(cause)}, which is no text.`);
}

async function enterTask(state: TaskState | BellState, data: unknown, run: Run): Promise<Outcome> {
  const tried = state.Type === "Task" ? taskWork(state, data, run) : bellWork(state, data, run);
  const attempts = state.Retry.map(() => 0);
  for (;;) {
    run.history.add(EVENTS.attemptBegun);
    const result = await attempt(tried, run);
    if (isOver(run)) return { cut: true };
    run.history.add(EVENTS.attemptEnded);
    if ("answer" in result) {
      run.history.add(EVENTS.taskExited);
      return { next: state.Next, data: withAnswer(state, data, result.answer) };
    }
    const { failure } = result;
    const index = state.Retry.findIndex((retrier) => matches(retrier.ErrorEquals, failure.error));
    const retrier = state.Retry[index];
    const times = attempts[index] ?? 0;
    if (retrier !== undefined && times < retrier.MaxAttempts) {
      attempts[index] = times + 1;
      run.transitions++;
      await sleepIn(run, retryDelay(retrier, times, run.options.random()));
      if (isOver(run)) return { cut: true };
      continue;
    }
    const catcher = state.Catch.find(({ ErrorEquals }) => matches(ErrorEquals, failure.error));
    if (catcher === undefined) return { end: "FAILED", data: null, failure };
    run.history.add(EVENTS.taskExited);
    return {
      next: catcher.Next,
      data: writePath(catcher.ResultPath, data, { Error: failure.error, Cause: failure.cause }),
    };
  }
}

/** The state's data with what its Task answered, or what is selected of that. */
function withAnswer(state: TaskState | BellState, data: unknown, answer: unknown): unknown {
  const selector = state.Type === "Task" ? state.ResultSelector : undefined;
  return writePath(
    state.ResultPath,
    data,
    selector === undefined ? answer : fillTemplate(selector, answer, {}),
  );
}

/** Whether nothing more of the machine runs. */
const isOver = ({ options, endsAt }: Run): boolean =>
  options.stop?.aborted === true || options.clock.now() >= endsAt;

/** Waits so long, or until the execution is over. */
const sleepIn = ({ options: { clock, stop }, endsAt }: Run, seconds: number): Promise<void> =>
  clock.sleep(Math.max(0, Math.min(seconds * 1000, endsAt - clock.now())), stop);
