import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runTask } from "../../src/engine/run-task.ts";
import {
  busPublisher,
  machineBells,
  machineExecutions,
  machineStarter,
} from "../../src/lambda/outbound-ports.ts";
import { stateHandler } from "../../src/lambda/state-handler.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { admitState } from "../../src/rollout/states/admit.ts";
import { manualClock } from "../support/engine/manual-clock.ts";
import { oddInputs } from "../support/engine/odd-inputs.ts";
import { embedded, independent, type Play } from "../support/engine/interpreters.ts";
import { player, type Script, taskStates } from "../support/engine/rollout-answers.ts";
import { lambdaContext } from "../support/lambda/context.ts";
import { runtime } from "../support/lambda/function-runtime.ts";
import { WRONG_INPUTS } from "../support/step/wrong-inputs.ts";

/*
 * The embedded engine against an independent interpreter of the language: the same file, the same answers of the Tasks,
 * the same states in the same order, and the same end.
 */
const phases = taskStates.filter(
  (state) => !["Admit", "AwaitApproval", "RollBack", "CloseRollout", "NextLeg"].includes(state),
);

const SCRIPTS: readonly (readonly [string, Script, string])[] = [
  ["success", {}, "Replaced"],
  ["success with waits", { Admit: ["wait"], ObserveGreen: ["wait", "wait"], Bake: ["wait"] }, "Replaced"],
  ["done", { Admit: ["done"] }, "Done"],
  ["nothing to do", { Admit: ["nothing-to-do"] }, "NothingToDo"],
  ["refused", { Admit: ["refused"] }, "Refused"],
  ["another's rollout taken over", { Admit: ["recover"], CloseRollout: ["fail"] }, "RolledBack"],
  [
    "a person asked, and an answer",
    { ValidateGreen: ["hold"], AwaitApproval: ["wait@60", "pass"] },
    "Replaced",
  ],
  [
    "a bell that nobody rings, and one that cannot be hung up",
    {
      ValidateGreen: ["hold"],
      AwaitApproval: ["wait@60", "wait@60", "wait@60", "pass"],
      AwaitApprovalBell: ["!States.Timeout", "!AccessDenied", "pass"],
    },
    "Replaced",
  ],
  [
    "green proved once more after a long wait",
    { ValidateGreen: ["hold", "pass"], AwaitApproval: ["wait@60", "validate-again"] },
    "Replaced",
  ],
  ["traffic that somebody took back", { Bake: ["wait", "shift-again", "pass"] }, "Replaced"],
  ["carried on by another", { Bake: ["wait", "next-leg"] }, "CarriedOn"],
  ["carried on by another, on its way back", { Bake: ["fail"], RollBack: ["next-leg"] }, "CarriedOn"],
  ["the next one cannot be started", { Bake: ["next-leg"], NextLeg: ["!AccessDenied"] }, "NotCarriedOn"],
  ...["Admit", ...phases, "RollBack", "CloseRollout"].map((phase): readonly [string, Script, string] => [
    `taken up in ${phase}`,
    { Admit: [`take-up ${phase}`] },
    "Replaced",
  ]),
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

describe("a wrong input is refused by both, with the same sentence", () => {
  /** Admit as this process runs it, and as Lambda does; no other Task is entered. */
  const here = (): Play => {
    const ledger = openSqliteLedger(":memory:");
    return (_state, input) => runTask("admit", input, { ledger, clock: manualClock() } as never);
  };
  const inLambda = (): Play => {
    const ports = {
      starter: machineStarter,
      executions: machineExecutions,
      publish: busPublisher,
      bells: machineBells,
    };
    const handler = stateHandler(admitState, ports, runtime());
    return (_state, input) => handler(input, lambdaContext);
  };

  test.each(WRONG_INPUTS)("%j", async (given, cause) => {
    const ending = { states: ["Admit", "AdmitVerdict", "Refused"], error: "Refused", cause, output: null };
    expect(await embedded(here(), given)).toEqual(ending);
    expect(await independent(inLambda(), given)).toEqual(ending);
  });
});

describe("whatever is typed", () => {
  /** What can be read goes on as if there were nothing to do: here it is about what cannot. */
  const admit = (): Play => {
    const ledger = openSqliteLedger(":memory:");
    return async (_state, input) => {
      const read = admitState.input.parse(input);
      if ("faults" in read) return runTask("admit", input, { ledger, clock: manualClock() } as never);
      return {
        verdict: "nothing-to-do",
        waitSeconds: 0,
        reason: "as typed",
        fleet: "web",
        rollout: "run-1",
        fence: 0,
      };
    };
  };

  test("both end at once, and alike: refused with a sentence, or with nothing to do", async () => {
    await fc.assert(
      fc.asyncProperty(oddInputs, async (given) => {
        const ours = await embedded(admit(), given);
        expect(ours).toEqual(await independent(admit(), given));
        expect([null, "Refused"]).toContain(ours.error);
        expect(ours.cause ?? 'the input is wrong: {"fleet":"web"}').toMatch(
          /^the input is wrong: .*\{"fleet":"web"\}$/s,
        );
      }),
      { numRuns: 150 },
    );
  });
});

describe("the embedded engine runs the rollout as another interpreter does", () => {
  test.each(SCRIPTS)("%s", async (_what, script, last) => {
    const ours = await embedded(player(script));
    expect(ours.states.at(-1)).toBe(last);
    expect(ours).toEqual(await independent(player(script)));
  });

  // States.Runtime, in words of its own (aws-facts 9.1): the execution has FAILED at once, and no Catch took it.
  test.each(["-1", "1.5", "null", '"5"', "[]"])(
    "a wait of %s seconds ends it, without a way back",
    async (seconds) => {
      for (const [state, verdict] of [
        ["Admit", "wait"],
        ["Bake", "shift-again"],
        ["RollBack", "wait"],
      ] as const) {
        const script = {
          ...(state === "RollBack" && { Bake: ["fail"] }),
          [state]: [`${verdict}@${seconds}`],
        };
        const { cause: ours, ...ending } = await embedded(player(script));
        const { cause: _theirs, ...theirs } = await independent(player(script));
        expect(ending).toEqual(theirs);
        expect(ending).toMatchObject({ error: "States.Runtime", output: null });
        expect(ours).toMatch(/^The SecondsPath .* is not a whole number of seconds/);
      }
    },
  );

  const turns = fc.constantFrom(
    "wait@-1",
    "wait@1.5",
    "wait@null",
    "pass",
    "wait",
    "fail",
    "nothing-to-do",
    "refused",
    "recover",
    "take-up Bake",
    "take-up RollBack",
    "next-leg",
    "shift-again",
    "hold",
    "validate-again",
    "!Throttled",
    "!LeaseLost",
    "!Rejected",
    "!States.Timeout",
  );
  const scripts = fc.dictionary(fc.constantFrom(...taskStates), fc.array(turns, { maxLength: 5 }));
  test("whatever its Tasks answer", async () => {
    await fc.assert(
      fc.asyncProperty(scripts, async (script) => {
        const { cause, ...ours } = await embedded(player(script));
        const { cause: their, ...theirs } = await independent(player(script));
        expect([ours, cause === their || ours.error === "States.Runtime"]).toEqual([theirs, true]);
      }),
      { numRuns: 200 },
    );
  });
});
