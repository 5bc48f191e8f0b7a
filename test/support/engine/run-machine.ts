import { type ExecutionResult, execute } from "../../../src/engine/execution.ts";
import type { ExecutionOptions } from "../../../src/engine/running/execution-options.ts";
import type { Json } from "../../../src/engine/json-path.ts";
import { readMachine } from "../../../src/engine/machine.ts";
import { type ManualClock, manualClock } from "./manual-clock.ts";

/** What a Task does each time it is called: an answer, an Error to throw, or a function. The last one is repeated. */
export type Turns = readonly unknown[];

export interface Ran extends ExecutionResult {
  readonly states: readonly string[];
  /** When each Task was called, seconds after the start. */
  readonly calledAt: readonly number[];
  readonly inputs: readonly Json[];
  /** When it ended, seconds after the start. */
  readonly endedAt: number;
}

/** An error as a step throws it: by its name. */
export const named = (name: string, message = "it is so"): Error =>
  Object.assign(new Error(message), { name });

/** Runs a machine to its end on a clock of its own. */
export async function runMachine(
  yaml: string,
  turns: Turns = [],
  options: Partial<ExecutionOptions> & { readonly clock?: ManualClock } = {},
): Promise<Ran> {
  const clock = options.clock ?? manualClock();
  const states: string[] = [];
  const calledAt: number[] = [];
  const inputs: Json[] = [];
  const runTask = async (_resource: string, input: Json): Promise<unknown> => {
    const turn = turns[Math.min(calledAt.length, turns.length - 1)];
    calledAt.push(clock.now() / 1000);
    inputs.push(input);
    if (turn instanceof Error) throw turn;
    return typeof turn === "function" ? (turn as (given: Json) => unknown)(input) : turn;
  };
  const work = execute({
    machine: readMachine(yaml, "it.asl.yml"),
    name: "it",
    input: { fleet: "web" },
    clock,
    random: () => 0.5,
    runTask,
    onState: (state) => states.push(state),
    ...options,
  });
  const result = await clock.finish(work);
  return { ...result, states, calledAt, inputs, endedAt: clock.now() / 1000 };
}

/** One Task that leads to Succeed, with what is given put in. */
export const oneTask = (more = "", timeout = 120): string => `
StartAt: Do
TimeoutSeconds: 3600
States:
  Do:
    Type: Task
    Resource: { "Fn::GetAtt": [doIt, Arn] }
    Parameters: { "fleet.$": $.fleet, "rollout.$": $$.Execution.Name }
    ResultPath: $.step
    TimeoutSeconds: ${timeout}
    Next: Done
    ${more}
  Done: { Type: Succeed }
  Sad: { Type: Fail, Error: Sad, CausePath: $.error.Cause }
`;
