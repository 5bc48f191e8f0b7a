import { describe, expect, test } from "vitest";
import { readMachine, successors } from "../../src/engine/machine.ts";
import { InvalidInput } from "../../src/errors/errors.ts";
import { oneTask } from "../support/engine/run-machine.ts";

function faults(yaml: string): string[] {
  try {
    readMachine(yaml, "it.yml");
  } catch (error) {
    if (error instanceof InvalidInput) return error.message.split("\n");
    throw error;
  }
  return [];
}

test("a machine is read with the defaults of the language", () => {
  const { States, StartAt } = readMachine(
    oneTask("Retry: [{ ErrorEquals: [X] }]\n    Catch: [{ ErrorEquals: [X], Next: Done }]"),
    "it.yml",
  );
  expect(StartAt).toBe("Do");
  expect(States["Do"]).toMatchObject({
    Retry: [
      { ErrorEquals: ["X"], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 3, JitterStrategy: "NONE" },
    ],
    Catch: [{ ErrorEquals: ["X"], ResultPath: "$", Next: "Done" }],
  });
});

describe("what the engine does not know is refused, not passed over", () => {
  test.each([
    ["a field of a Task", oneTask("HeartbeatSeconds: 5")],
    ["a field of a Retry", oneTask("Retry: [{ ErrorEquals: [X], Max: 3 }]")],
    ["a field of the machine", `${oneTask()}\nQueryLanguage: JSONata\n`],
    ["a state type", oneTask().replace("Type: Succeed", "Type: Parallel")],
    ["a path with a filter", oneTask().replace("$.fleet", "'$.fleets[0]'")],
    ["a parameter that is no path", oneTask().replace('"fleet.$": $.fleet', "fleet: web")],
    [
      "a comparison",
      oneTask().replace(
        "Type: Succeed",
        "Type: Choice, Choices: [{Variable: $.a, IsPresent: true, Next: Do}], Default: Do",
      ),
    ],
    [
      "a resource that is no function",
      oneTask().replace('{ "Fn::GetAtt": [doIt, Arn] }', "arn:aws:states:::sqs"),
    ],
    ["a Wait with neither time", oneTask().replace("Type: Succeed", "Type: Wait, Next: Do")],
    [
      "a Wait with both times",
      oneTask().replace("Type: Succeed", "Type: Wait, Seconds: 1, SecondsPath: $.a, Next: Do"),
    ],
    ["a Fail without a reason", oneTask().replace(", CausePath: $.error.Cause", "")],
    ["a machine without a time limit", oneTask().replace("TimeoutSeconds: 3600\n", "")],
    ["a Task without a time limit", oneTask().replace("TimeoutSeconds: 120", "")],
  ])("%s", (_what, yaml) => {
    const said = faults(yaml);
    expect(said.length).toBeGreaterThanOrEqual(2);
    expect(said[0]).toMatch(/^it\.yml: /);
    expect(said.at(-1)).toBe(
      "The embedded engine runs only what it knows; extend src/engine or change the machine.",
    );
  });
});

test("all faults are listed, each with its place", () => {
  const yaml = oneTask("HeartbeatSeconds: 5").replace("3600", "long").replace("Type: Succeed", "Type: Magic");
  const said = faults(yaml).slice(0, -1);
  expect(said).toHaveLength(3);
  expect(new Set(said.map((fault) => fault.split(": ")[1]))).toEqual(
    new Set(["States.Do", "States.Done.Type", "TimeoutSeconds"]),
  );
});

test("all states that are named but not there are listed", () => {
  const yaml = oneTask("Catch: [{ ErrorEquals: [X], Next: Nowhere }]")
    .replace("StartAt: Do", "StartAt: Begin")
    .replace("Next: Done", "Next: Gone");
  expect(faults(yaml)).toEqual(["it.yml: these states are named but not there: Begin, Gone, Nowhere"]);
});

test("successors are all states that can come next", () => {
  const { States } = readMachine(oneTask("Catch: [{ ErrorEquals: [X], Next: Sad }]"), "it.yml");
  const after = Object.fromEntries(Object.entries(States).map(([name, state]) => [name, successors(state)]));
  expect(after).toEqual({ Do: ["Done", "Sad"], Done: [], Sad: [] });
});
