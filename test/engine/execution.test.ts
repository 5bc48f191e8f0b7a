import { describe, expect, test } from "vitest";
import { named, oneTask, runMachine } from "../support/engine/run-machine.ts";

const CATCH = "Catch: [{ ErrorEquals: [States.ALL], ResultPath: $.error, Next: Sad }]";

test("a Task gets its Parameters, and its answer goes to ResultPath", async () => {
  const ran = await runMachine(oneTask(), [{ verdict: "pass" }]);
  expect(ran.inputs).toEqual([{ fleet: "web", rollout: "it" }]);
  expect(ran).toMatchObject({
    status: "SUCCEEDED",
    output: { fleet: "web", step: { verdict: "pass" } },
    error: null,
    cause: null,
    transitions: 2,
    state: "Done",
    states: ["Do", "Done"],
  });
});

test("what a Task answers arrives as JSON, as it does from Lambda", async () => {
  const { output } = await runMachine(oneTask(), [
    { verdict: "pass", phase: undefined, waitSeconds: Number.NaN },
  ]);
  expect(output).toEqual({ fleet: "web", step: { verdict: "pass", waitSeconds: null } });
});

test("what a Task selects of its answer takes the place of an input that nothing can be added to", async () => {
  const select = 'ResultSelector: { "chosen.$": $.verdict, "whole.$": $ }';
  const yaml = oneTask(select)
    .replace("    ResultPath: $.step\n", "")
    .replace('"fleet.$": $.fleet', () => '"given.$": $$.Execution.Input');
  const ran = await runMachine(yaml, [{ verdict: "pass", more: 1 }], { input: ["web"] });
  expect(ran.inputs).toEqual([{ given: ["web"], rollout: "it" }]);
  expect(ran.output).toEqual({ chosen: "pass", whole: { verdict: "pass", more: 1 } });
});

describe("Catch", () => {
  test("takes an error to its state, with what it was in ResultPath", async () => {
    const ran = await runMachine(oneTask(CATCH), [named("Rejected", "no such template")]);
    const cause = JSON.stringify({ errorType: "Rejected", errorMessage: "no such template" });
    expect(ran).toMatchObject({
      status: "FAILED",
      error: "Sad",
      cause,
      states: ["Do", "Sad"],
      data: { fleet: "web", error: { Error: "Rejected", Cause: cause } },
    });
  });

  test("the first that names the error counts", async () => {
    const two = `Catch:
      - { ErrorEquals: [LeaseLost], ResultPath: $.error, Next: Done }
      - { ErrorEquals: [States.ALL], ResultPath: $.error, Next: Sad }`;
    expect((await runMachine(oneTask(two), [named("LeaseLost")])).state).toBe("Done");
    expect((await runMachine(oneTask(two), [named("Rejected")])).state).toBe("Sad");
  });

  test("without one, the error ends the execution under its own name", async () => {
    const ran = await runMachine(oneTask(), [named("AccessDenied", "no")]);
    expect(ran).toMatchObject({ status: "FAILED", error: "AccessDenied", output: null, state: "Do" });
    expect(ran.cause).toContain('"errorMessage":"no"');
  });

  test("what is thrown and is no Error is one all the same", async () => {
    const ran = await runMachine(oneTask(), [
      () => {
        throw "words";
      },
    ]);
    expect(ran).toMatchObject({ status: "FAILED", error: "Error" });
  });
});

test("a Task that takes too long fails as States.Timeout, which Catch takes", async () => {
  const never = () => new Promise(() => undefined);
  const ran = await runMachine(oneTask(CATCH, 30), [never]);
  expect(ran).toMatchObject({ error: "Sad", data: { error: { Error: "States.Timeout" } }, endedAt: 30 });
  expect(await runMachine(oneTask("", 30), [never])).toMatchObject({
    status: "FAILED",
    error: "States.Timeout",
    state: "Do",
  });
});

test("a path that leads nowhere is States.Runtime, and no Catch takes it", async () => {
  const machine = oneTask(CATCH).replace("$.fleet", "$.flete");
  expect(await runMachine(machine, [{}])).toMatchObject({
    status: "FAILED",
    error: "States.Runtime",
    cause: "The path '$.flete' does not point to a value.",
    state: "Do",
  });
});

test("an error of our own in the engine is not taken for an error of the machine", async () => {
  const ran = runMachine(oneTask(), [{}], {
    onState: () => {
      throw new Error("broken");
    },
  });
  await expect(ran).rejects.toThrow("broken");
});

describe("the other states", () => {
  const choice = (verdict: string) => ({ input: { verdict, waitSeconds: 90, reason: "just so" } });
  const MACHINE = `
StartAt: Look
TimeoutSeconds: 3600
States:
  Look:
    Type: Choice
    Choices:
      - { Variable: $.verdict, StringEquals: pass, Next: Over }
      - { Variable: $.verdict, StringEquals: wait, Next: Pause }
      - { Variable: $.verdict, StringEquals: rest, Next: Rest }
    Default: Failed
  Pause: { Type: Wait, SecondsPath: $.waitSeconds, Next: Over }
  Rest: { Type: Wait, Seconds: 7, Next: Over }
  Over: { Type: Pass, Next: Done }
  Done: { Type: Succeed }
  Failed: { Type: Fail, Error: Refused, CausePath: $.reason }
`;

  test.each([
    ["pass", ["Look", "Over", "Done"], 0],
    ["wait", ["Look", "Pause", "Over", "Done"], 90],
    ["rest", ["Look", "Rest", "Over", "Done"], 7],
    ["anything", ["Look", "Failed"], 0],
  ])("Choice on %s", async (verdict, states, endedAt) => {
    expect(await runMachine(MACHINE, [], choice(verdict))).toMatchObject({
      states,
      endedAt,
      transitions: states.length,
    });
  });

  test("Fail tells the reason that its CausePath names", async () => {
    expect(await runMachine(MACHINE, [], choice("refused"))).toMatchObject({
      status: "FAILED",
      error: "Refused",
      cause: "just so",
    });
  });

  test.each([
    ["a number", 5],
    ["nothing", null],
    ["an object", {}],
  ])(
    "Fail has no cause where its CausePath names %s: FAILED by another name, as on AWS",
    async (_what, reason) => {
      const input = { verdict: "refused", reason };
      expect(await runMachine(MACHINE, [], { input })).toMatchObject({
        status: "FAILED",
        error: "States.Runtime",
        cause: `The CausePath '$.reason' points to ${JSON.stringify(reason)}, which is no text.`,
      });
    },
  );

  test("Wait ends where the machine's own time ends", async () => {
    const ran = await runMachine(MACHINE.replace("3600", "60"), [], choice("wait"));
    expect(ran).toMatchObject({ status: "TIMED_OUT", error: "States.Timeout", endedAt: 60, state: "Pause" });
  });
});
