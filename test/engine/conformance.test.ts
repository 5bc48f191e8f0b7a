import { StateMachine } from "aws-local-stepfunctions";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { execute } from "../../src/engine/execution.ts";
import { machineFile } from "../../src/engine/machine-files.ts";
import { manualClock } from "../support/engine/manual-clock.ts";
import { deployedDefinition, player, type Script, taskStates } from "../support/engine/rollout-answers.ts";

/*
 * The embedded engine against an independent interpreter of the language: the same file, the same answers of the Tasks,
 * the same states in the same order, and the same end.
 */
interface Ending {
  readonly states: readonly string[];
  readonly error: string | null;
  readonly cause: string | null;
  readonly output: unknown;
}

const INPUT = { fleet: "web" };

async function embedded(script: Script): Promise<Ending> {
  const states: string[] = [];
  const clock = manualClock();
  const play = player(script);
  const work = execute({
    machine: machineFile("rollout"),
    name: "run-1",
    input: INPUT,
    clock,
    random: () => 0,
    runTask: async (resource) => play(resource.charAt(0).toUpperCase() + resource.slice(1)),
    onState: (state) => states.push(state),
  });
  const { error, cause, output } = await clock.finish(work);
  return { states, error, cause, output };
}

type Definition = ConstructorParameters<typeof StateMachine>[0];

// 31 days are more than setTimeout takes: the machine would end at once.
const machine = new StateMachine({ ...deployedDefinition(), TimeoutSeconds: 60 } as Definition);

async function independent(script: Script): Promise<Ending> {
  const play = player(script);
  const handler = (state: string) => {
    try {
      return play(state) as Record<string, string>;
    } catch (error) {
      // This interpreter has the bare message as Cause; Step Functions shows what Lambda makes of it.
      const { name: errorType, message: errorMessage } = error as Error;
      throw Object.assign(new Error(JSON.stringify({ errorType, errorMessage })), { name: errorType });
    }
  };
  const each = <T>(value: (state: string) => T) =>
    Object.fromEntries(taskStates.map((state) => [state, value(state)]));
  const run = machine.run(INPUT, {
    context: { Execution: { Name: "run-1" } },
    overrides: {
      taskResourceLocalHandlers: each((state) => async () => handler(state)),
      retryIntervalOverrides: each(() => 0),
      waitTimeOverrides: { RollBackPause: 0, RecoverWait: 0 },
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

const phases = taskStates.filter((state) => !["Admit", "RollBack", "CloseRollout"].includes(state));

const SCRIPTS: readonly (readonly [string, Script, string])[] = [
  ["success", {}, "Replaced"],
  ["success with waits", { Admit: ["wait"], ObserveGreen: ["wait", "wait"], Bake: ["wait"] }, "Replaced"],
  ["nothing to do", { Admit: ["nothing-to-do"] }, "NothingToDo"],
  ["queued", { Admit: ["queued"] }, "Queued"],
  ["refused", { Admit: ["refused"] }, "Refused"],
  ["another's rollout taken over", { Admit: ["recover"], CloseRollout: ["fail"] }, "RolledBack"],
  ["failed to admit", { Admit: ["!InvalidInput"], CloseRollout: ["fail"] }, "RolledBack"],
  ["retry, then success", { LaunchGreen: ["!Throttled", "!ServiceUnavailable", "pass"] }, "Replaced"],
  ["retry in vain", { Bake: Array(7).fill("!LedgerConflict"), CloseRollout: ["fail"] }, "RolledBack"],
  ["catch", { ShiftTraffic: ["wait", "!LeaseLost"], RollBack: ["!LeaseLost"] }, "NotOurs"],
  [
    "a rollback that has to wait",
    { Bake: ["fail"], RollBack: ["wait", "fail", "pass"], CloseRollout: ["fail"] },
    "RolledBack",
  ],
  [
    "a rollback that fails, and looks again",
    { Bake: ["fail"], RollBack: ["!Rejected"], CloseRollout: ["fail"] },
    "RolledBack",
  ],
  ["a rollout that cannot be closed", { CloseRollout: ["!LedgerCorrupt"] }, "NotClosed"],
  ...phases.flatMap((phase): (readonly [string, Script, string])[] => [
    [`${phase} fails`, { [phase]: ["wait", "fail"], CloseRollout: ["fail"] }, "RolledBack"],
    [`${phase} throws`, { [phase]: ["!AccessDenied"], CloseRollout: ["fail"] }, "RolledBack"],
  ]),
];

describe("the embedded engine runs the rollout as another interpreter does", () => {
  test.each(SCRIPTS)("%s", async (_what, script, last) => {
    const ours = await embedded(script);
    expect(ours.states.at(-1)).toBe(last);
    expect(ours).toEqual(await independent(script));
  });

  const turns = fc.constantFrom(
    "pass",
    "wait",
    "fail",
    "queued",
    "nothing-to-do",
    "refused",
    "recover",
    "!Throttled",
    "!LeaseLost",
    "!Rejected",
    "!States.Timeout",
  );
  const scripts = fc.dictionary(fc.constantFrom(...taskStates), fc.array(turns, { maxLength: 5 }));
  test("whatever its Tasks answer", async () => {
    await fc.assert(
      fc.asyncProperty(scripts, async (script) => {
        expect(await embedded(script)).toEqual(await independent(script));
      }),
      { numRuns: 200 },
    );
  });
});
