import type { Clock } from "../domain/clock.ts";
import { isWaitSeconds } from "../domain/run/step-answer.ts";
import { EVENTS, type History, openHistory } from "./history.ts";
import { fillTemplate, type Json, readPath, StatesRuntime, writePath } from "./json-path.ts";
import type { Machine, State, TaskState } from "./machine.ts";
import { matches, retryDelay } from "./retry.ts";

export type ExecutionStatus = "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

export interface ExecutionOptions {
  readonly machine: Machine;
  readonly name: string;
  readonly input: unknown;
  readonly clock: Clock;
  /** Runs one Task: the resource's name and its input. What it throws keeps its `name` for Retry and Catch. */
  readonly runTask: (resource: string, input: Json) => Promise<unknown>;
  /** A number from 0 up to 1, for jitter. */
  readonly random: () => number;
  /** Told of each state entered. */
  readonly onState?: (state: string) => void;
  /** Aborted by StopExecution: the execution ends at that instant, and a Task under way goes on (aws-facts 5). */
  readonly stop?: AbortSignal;
  /** Where a redrive takes up again. */
  from?: { readonly state: string; readonly data: unknown; readonly events: number };
}

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

/** An error that ends the execution, or that a Catch takes. */
interface Failure {
  readonly error: string;
  readonly cause: string;
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

interface Run {
  readonly options: ExecutionOptions;
  readonly history: History;
  transitions: number;
  readonly endsAt: number;
}

function runtimeFailure(error: unknown): Outcome {
  if (!(error instanceof StatesRuntime)) throw error;
  return { end: "FAILED", data: null, failure: { error: error.name, cause: error.message } };
}

async function enter(state: State, data: unknown, run: Run): Promise<Outcome> {
  const context = contextOf(run.options);
  switch (state.Type) {
    case "Task":
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

/** How long a Wait lasts that reads it from its data. */
function secondsAt(path: string, data: unknown, context: Json): number {
  const seconds = readPath(path, data, context);
  if (isWaitSeconds(seconds)) return seconds;
  const found = JSON.stringify(seconds);
  throw new StatesRuntime(
    `The SecondsPath '${path}' points to ${found}, which is not a whole number of seconds.`,
  );
}

/** What a Fail that reads its cause from its data ends with. */
function causeAt(path: string, data: unknown, context: Json): string {
  const cause = readPath(path, data, context);
  if (typeof cause === "string") return cause;
  throw new StatesRuntime(`The CausePath '${path}' points to ${JSON.stringify(cause)}, which is no text.`);
}

async function enterTask(state: TaskState, data: unknown, run: Run): Promise<Outcome> {
  const { options } = run;
  const input = fillTemplate(state.Parameters, data, contextOf(options));
  const attempts = state.Retry.map(() => 0);
  for (;;) {
    run.history.add(EVENTS.attemptBegun);
    const result = await attempt(state, input, run);
    if (isOver(run)) return { cut: true };
    run.history.add(EVENTS.attemptEnded);
    if ("answer" in result) {
      run.history.add(EVENTS.taskExited);
      return { next: state.Next, data: withAnswer(state, data, result.answer) };
    }
    const { failure } = result;
    const index = state.Retry.findIndex((retrier) => matches(retrier.ErrorEquals, failure.error));
    const retrier = state.Retry[index];
    const tried = attempts[index] ?? 0;
    if (retrier !== undefined && tried < retrier.MaxAttempts) {
      attempts[index] = tried + 1;
      run.transitions++;
      await sleepIn(run, retryDelay(retrier, tried, options.random()));
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
const withAnswer = ({ ResultSelector, ResultPath }: TaskState, data: unknown, answer: unknown): unknown =>
  writePath(
    ResultPath,
    data,
    ResultSelector === undefined ? answer : fillTemplate(ResultSelector, answer, {}),
  );

/** Whether nothing more of the machine runs. */
const isOver = ({ options, endsAt }: Run): boolean =>
  options.stop?.aborted === true || options.clock.now() >= endsAt;

/** Waits so long, or until the execution is over. */
const sleepIn = ({ options: { clock, stop }, endsAt }: Run, seconds: number): Promise<void> =>
  clock.sleep(Math.max(0, Math.min(seconds * 1000, endsAt - clock.now())), stop);

const TIMED_OUT = Symbol("timed out");

async function attempt(
  state: TaskState,
  input: Json,
  run: Run,
): Promise<{ answer: unknown } | { failure: Failure }> {
  const { options } = run;
  const done = new AbortController();
  const signal = options.stop ? AbortSignal.any([done.signal, options.stop]) : done.signal;
  const limit = Math.max(0, Math.min(state.TimeoutSeconds * 1000, run.endsAt - options.clock.now()));
  const timeout = options.clock.sleep(limit, signal).then(() => TIMED_OUT);
  try {
    const answer = await Promise.race([options.runTask(state.Resource["Fn::GetAtt"][0], input), timeout]);
    if (answer === TIMED_OUT) return { failure: { error: "States.Timeout", cause: "" } };
    return { answer: asSent(answer) };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    // The form in which Step Functions shows an error that a Lambda function threw.
    return { failure: { error: name, cause: JSON.stringify({ errorType: name, errorMessage: message }) } };
  } finally {
    // With a reason of ours: without one an error is made, with its stack, for nobody to see.
    done.abort("the attempt is over");
  }
}

/** As the machine gets it, which is as JSON: what is undefined is not there, and what is no number is null. */
const asSent = (answer: unknown): unknown =>
  answer === undefined ? null : (JSON.parse(JSON.stringify(answer)) as unknown);

const contextOf = ({ name, input }: ExecutionOptions): Json => ({ Execution: { Name: name, Input: input } });
