import { StateMachine } from "aws-local-stepfunctions";
import { openBells } from "../../../src/engine/running/bells.ts";
import { execute } from "../../../src/engine/execution.ts";
import { machineFile } from "../../../src/engine/machine-files.ts";
import { manualClock } from "./manual-clock.ts";
import { deployedDefinition, taskStates } from "./rollout-answers.ts";

interface Ending {
  readonly states: readonly string[];
  readonly error: string | null;
  readonly cause: string | null;
  readonly output: unknown;
}

/** Waits for a token, by the function of the state before it. */
const BELL = "AwaitApprovalBell";

const INPUT: unknown = { fleet: "web" };

/** Plays a Task: what it answers. */
export type Play = (state: string, input: unknown) => unknown;

/** As the engine of this process runs the rollout's machine. */
export async function embedded(play: Play, given = INPUT): Promise<Ending> {
  const states: string[] = [];
  const clock = manualClock();
  const bells = openBells();
  const work = execute({
    machine: machineFile("rollout"),
    name: "run-1",
    input: given,
    clock,
    random: () => 0,
    bells,
    runTask: async (resource, input) => {
      const state = resource.charAt(0).toUpperCase() + resource.slice(1);
      const { token } = input as { readonly token?: string };
      if (token === undefined) return play(state, input);
      // Somebody rings as soon as the bell hangs.
      await play(`${state}Bell`, input);
      return bells.ring(token);
    },
    onState: (state) => states.push(state),
  });
  const { error, cause, output } = await clock.finish(work);
  return { states, error, cause, output };
}

type Definition = ConstructorParameters<typeof StateMachine>[0];

// 31 days are more than setTimeout takes: the machine would end at once.
const machine = new StateMachine({ ...deployedDefinition(), TimeoutSeconds: 60 } as Definition);

/** As an independent interpreter of the language does. */
export async function independent(play: Play, given = INPUT): Promise<Ending> {
  const handler = async (state: string, input: unknown) => {
    try {
      return (await play(state, input)) as Record<string, string>;
    } catch (error) {
      // This interpreter has the bare message as Cause; Step Functions shows what Lambda makes of it.
      const { name: errorType, message: errorMessage } = error as Error;
      throw Object.assign(new Error(JSON.stringify({ errorType, errorMessage })), { name: errorType });
    }
  };
  const tasks = [...taskStates, BELL];
  const each = <T>(value: (state: string) => T) =>
    Object.fromEntries(tasks.map((state) => [state, value(state)]));
  const run = machine.run(given as never, {
    context: { Execution: { Name: "run-1", Input: given as never }, Task: { Token: "token-1" } },
    overrides: {
      // What rings a bell is its result.
      taskResourceLocalHandlers: each((state) => async (input: unknown) => {
        const answer = await handler(state, input);
        return state === BELL ? {} : answer;
      }),
      retryIntervalOverrides: each(() => 0),
      waitTimeOverrides: { RollBackPause: 0, RecoverWait: 0, AwaitApprovalPause: 0 },
    },
  });
  const end = run.result.then(
    (output) => ({ output, error: null, cause: null }),
    ({ cause: { name, message } }: { cause: Error }) => ({ output: null, error: name, cause: message }),
  );
  const states: string[] = [];
  for await (const event of run.eventLogs) if (event.type === "StateEntered") states.push(event.state.name);
  return { states, ...(await end) };
}
