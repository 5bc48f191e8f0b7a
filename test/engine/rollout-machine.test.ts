import { existsSync, readFileSync } from "node:fs";
import validate from "asl-validator";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { phases } from "../../src/domain/run/rollout.ts";
import { openBells } from "../../src/engine/running/bells.ts";
import { execute } from "../../src/engine/execution.ts";
import { type State, successors, type TaskState } from "../../src/engine/machine.ts";
import { machineFile, machineFiles } from "../../src/engine/machine-files.ts";
import { manualClock } from "../support/engine/manual-clock.ts";
import { deployedDefinition, player, taskStates } from "../support/engine/rollout-answers.ts";

const { States, StartAt } = machineFile("rollout");
/** Where the answers of states are kept that have a place of their own. */
const ANSWERS: Readonly<Record<string, string>> = { Admit: "admitted", AwaitApproval: "Payload" };
const inRepository = (path: string) => new URL(`../../${path}`, import.meta.url);
const kebab = (name: string) => name.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
const task = (name: string): TaskState => {
  const state = States[name];
  if (state?.Type !== "Task") throw new Error(`${name} is no Task`);
  return state;
};

test("a validator of the language accepts the file, and would find a fault in it", () => {
  const { errors } = validate(deployedDefinition());
  expect(errors).toEqual([]);
  const broken = deployedDefinition();
  delete broken.States["NotOurs"];
  expect(validate(broken).isValid).toBe(false);
});

test.each(Object.entries(machineFiles()))(
  "every Task and Choice of %s says in the console what it does",
  (_name, machine) => {
    const silent = Object.entries(machine.States).filter(
      ([, state]) => ["Task", "Choice"].includes(state.Type) && (state.Comment ?? "").length < 20,
    );
    expect(silent.map(([name]) => name)).toEqual([]);
  },
);

test("its Tasks are the phases of a rollout, and the one that hands it over", () => {
  expect([...taskStates].sort()).toEqual([...phases, "NextLeg"].sort());
});

describe.each(phases)("%s", (name) => {
  const { Resource, TimeoutSeconds, Retry, Catch, Next } = task(name);

  test("has the name of its function and of its file", () => {
    expect(Resource["Fn::GetAtt"][0]).toBe(name.charAt(0).toLowerCase() + name.slice(1));
    expect(existsSync(inRepository(`functions/${kebab(name)}/handler.ts`))).toBe(true);
    expect(existsSync(inRepository(`src/rollout/states/${kebab(name)}.ts`))).toBe(true);
  });

  test("outlasts its function, so that the function's own error is the one that is seen", () => {
    const yaml = readFileSync(inRepository(`functions/${kebab(name)}/function.yml`), "utf8");
    const settings = Object.values(parse(yaml, { logLevel: "silent" }))[0] as { timeout: number };
    expect(settings.timeout).toBeLessThan(TimeoutSeconds);
  });

  test("tries again when its time was up before it changed anything", () => {
    expect(Retry.filter(({ ErrorEquals }) => ErrorEquals.includes("StepOverdue"))).toHaveLength(1);
  });

  test("catches everything else, and leads to the way back", () => {
    const last = Catch.at(-1);
    expect(last).toMatchObject({ ErrorEquals: ["States.ALL"], ResultPath: "$.error" });
    // RollBack is the way back itself: it waits and looks again. After CloseRollout there is nothing to take back.
    const ways: Record<string, string> = { RollBack: "RollBackPause", CloseRollout: "NotClosed" };
    expect(last?.Next).toBe(ways[name] ?? "RollBack");
  });

  test("is a Task, a Choice on its verdict, and a Wait for as long as it said", () => {
    const choice = States[Next];
    expect(Next).toBe(`${name}Verdict`);
    if (choice?.Type !== "Choice") throw new Error(`${Next} is no Choice`);
    expect(new Set(choice.Choices.map(({ Variable }) => Variable))).toEqual(
      new Set([`$.${ANSWERS[name] ?? "step"}.verdict`]),
    );
    if (name === "CloseRollout") return;
    const wait =
      name === "RollBack"
        ? choice.Default
        : choice.Choices.find((each) => each.StringEquals === "wait")?.Next;
    expect(wait).toBe(name === "AwaitApproval" ? "AwaitApprovalBell" : `${name}Wait`);
    if (name === "AwaitApproval") return;
    const path = name === "Admit" ? "$.admitted.waitSeconds" : "$.step.waitSeconds";
    expect(States[`${name}Wait`]).toMatchObject({ Type: "Wait", SecondsPath: path, Next: name });
  });

  test("an unknown verdict does not go on", () => {
    const choice = States[Next];
    const onPass =
      choice?.Type === "Choice" && choice.Choices.find((each) => each.StringEquals === "pass")?.Next;
    expect(onPass).toBeTypeOf("string");
    expect(choice?.Type === "Choice" && choice.Default).not.toBe(onPass);
  });
});

const namesFrom = (start: string, enter: (state: State) => boolean = () => true): Set<string> => {
  const seen = new Set<string>();
  const open = [start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = States[name];
    if (seen.has(name) || state === undefined || !enter(state)) continue;
    seen.add(name);
    open.push(...successors(state));
  }
  return seen;
};

describe("the flow", () => {
  test("has no state that nothing leads to", () => {
    expect([...namesFrom(StartAt)].sort()).toEqual(Object.keys(States).sort());
  });

  test.each(Object.keys(States))("from %s it can end", (name) => {
    expect([...namesFrom(name)].some((each) => ["Succeed", "Fail"].includes(States[each]?.Type ?? ""))).toBe(
      true,
    );
  });

  test.each(Object.keys(States))("%s is not entered again without a Wait between", (name) => {
    const state = States[name];
    // A bell is waited for, too.
    const isPassed = ({ Type }: State): boolean => Type !== "Wait" && Type !== "BellTask";
    const after = state && isPassed(state) ? successors(state) : [];
    const again = after.filter((next) => namesFrom(next, isPassed).has(name));
    expect(again).toEqual([]);
  });

  test("no way leads from RetireBlue's end, or from RollBack, to a phase that changes traffic", () => {
    expect([...namesFrom("RollBack")]).not.toContain("ShiftTraffic");
    expect([...namesFrom("CloseRollout")]).not.toContain("RollBack");
  });

  const verdicts = fc.array(
    fc.constantFrom("pass", "wait", "fail", "refused", "nonsense", "!Throttled", "!LeaseLost", "!Rejected"),
    { maxLength: 12 },
  );
  const scripts = fc.dictionary(fc.constantFrom(...taskStates), verdicts);
  test("from any state, whatever is answered, it comes to an end", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(States)), scripts, async (state, script) => {
        const play = player(script);
        const clock = manualClock();
        const bells = openBells();
        const answer = {
          verdict: "pass",
          waitSeconds: 5,
          reason: "so",
          fence: 1,
          rollout: "run-1",
          phase: "Bake",
        };
        const given = { admitted: answer, step: answer, Payload: answer };
        const data = { fleet: "web", ...given, error: { Error: "x", Cause: "y" } };
        const work = execute({
          machine: machineFile("rollout"),
          name: "run-1",
          input: { fleet: "web" },
          clock,
          random: () => 0.5,
          runTask: async (resource, input) => {
            const { token } = input as { readonly token?: string };
            return token === undefined
              ? play(resource.charAt(0).toUpperCase() + resource.slice(1))
              : bells.ring(token);
          },
          bells,
          from: { state, data, events: 0 },
        });
        const ended = await clock.finish(work);
        expect(["SUCCEEDED", "FAILED"]).toContain(ended.status);
        expect(["Succeed", "Fail"]).toContain(States[ended.state]?.Type);
      }),
    );
  });
});
