import { isWaitSeconds } from "../../domain/run/step-answer.ts";
import type { ExecutionOptions, Run } from "./execution-options.ts";
import { EVENTS } from "../history.ts";
import { fillTemplate, type Json, readPath, StatesRuntime } from "../json-path.ts";
import type { BellState, TaskState } from "../machine.ts";

/** An error that ends the execution, or that a Catch takes. */
export interface Failure {
  readonly error: string;
  readonly cause: string;
}

const TIMED_OUT = Symbol("timed out");

/** How long a Wait lasts that reads it from its data. */
export function secondsAt(path: string, data: unknown, context: Json): number {
  const seconds = readPath(path, data, context);
  if (isWaitSeconds(seconds)) return seconds;
  const found = JSON.stringify(seconds);
  throw new StatesRuntime(
    `The SecondsPath '${path}' points to ${found}, which is not a whole number of seconds.`,
  );
}

/** What one attempt of a Task does, and how long it may take. */
interface Attempted {
  readonly seconds: number;
  /** Aborted when the attempt is over, whoever still works on it. */
  readonly work: (over: AbortSignal) => Promise<unknown>;
}

export function taskWork(state: TaskState, data: unknown, { options }: Run): Attempted {
  const input = fillTemplate(state.Parameters, data, contextOf(options));
  return {
    seconds: state.TimeoutSeconds,
    work: () => options.runTask(state.Resource["Fn::GetAtt"][0], input),
  };
}

/** Each attempt hangs up a bell of its own; what the function answers is dropped, and what rings is the answer. */
export function bellWork(state: BellState, data: unknown, { options, history }: Run): Attempted {
  const { FunctionName, Payload } = state.Parameters;
  const context = contextOf(options);
  return {
    seconds: secondsAt(state.TimeoutSecondsPath, data, context),
    work: async (over) => {
      if (options.bells === undefined) throw new Error("This engine has no bells.");
      const bell = options.bells.hang(options.name);
      over.addEventListener("abort", () => bell.takeDown());
      const input = fillTemplate(Payload, data, { ...(context as object), Task: { Token: bell.token } });
      await options.runTask(FunctionName["Fn::GetAtt"][0], input);
      history.add(EVENTS.submitted);
      await bell.rung;
      return {};
    },
  };
}

export async function attempt(
  { seconds, work }: Attempted,
  run: Run,
): Promise<{ answer: unknown } | { failure: Failure }> {
  const { options } = run;
  const done = new AbortController();
  const signal = options.stop ? AbortSignal.any([done.signal, options.stop]) : done.signal;
  const limit = Math.max(0, Math.min(seconds * 1000, run.endsAt - options.clock.now()));
  const timeout = options.clock.sleep(limit, signal).then(() => TIMED_OUT);
  try {
    const answer = await Promise.race([work(done.signal), timeout]);
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

export const contextOf = ({ name, input }: ExecutionOptions): Json => ({
  Execution: { Name: name, Input: input },
});
