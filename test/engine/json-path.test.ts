import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fillTemplate, readPath, StatesRuntime, writePath } from "../../src/engine/json-path.ts";

const CONTEXT = { Execution: { Name: "run-1" } };
const DATA = { fleet: "web", step: { verdict: "pass", reason: null, waitSeconds: 0 } };

describe("readPath", () => {
  test.each([
    ["$", DATA],
    ["$.fleet", "web"],
    ["$.step.verdict", "pass"],
    ["$.step.reason", null],
    ["$.step.waitSeconds", 0],
    ["$$.Execution.Name", "run-1"],
    ["$$", CONTEXT],
  ])("%s", (path, value) => {
    expect(readPath(path, DATA, CONTEXT)).toEqual(value);
  });

  test.each(["$.flete", "$.fleet.length", "$.step.reason.more", "$$.Execution.Id"])(
    "%s points nowhere, and that is States.Runtime",
    (path) => {
      const read = () => readPath(path, DATA, CONTEXT);
      expect(read).toThrow(StatesRuntime);
      expect(read).toThrow(expect.objectContaining({ name: "States.Runtime" }));
    },
  );
});

describe("writePath", () => {
  test.each([
    ["$", 7, 7],
    ["$.error", 7, { ...DATA, error: 7 }],
    ["$.step", 7, { fleet: "web", step: 7 }],
    ["$.step.verdict", "fail", { fleet: "web", step: { ...DATA.step, verdict: "fail" } }],
    ["$.a.b", 7, { ...DATA, a: { b: 7 } }],
  ])("%s", (path, value, whole) => {
    expect(writePath(path, DATA, value)).toEqual(whole);
  });

  test("leaves what was there untouched", () => {
    const before = structuredClone(DATA);
    writePath("$.step.verdict", DATA, "fail");
    expect(DATA).toEqual(before);
  });

  test("what was written is read", () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[A-Za-z_]\w{0,5}$/), { maxLength: 4 }),
        fc.jsonValue(),
        fc.jsonValue(),
        (names, before, value) => {
          fc.pre(!names.includes("__proto__"));
          const path = ["$", ...names].join(".");
          expect(readPath(path, writePath(path, before, value), CONTEXT)).toEqual(value);
        },
      ),
    );
  });
});

test("a template is filled from the data and from the context", () => {
  const template = { "fleet.$": "$.fleet", "rollout.$": "$$.Execution.Name", "all.$": "$" };
  expect(fillTemplate(template, DATA, CONTEXT)).toEqual({ fleet: "web", rollout: "run-1", all: DATA });
  expect(() => fillTemplate({ "x.$": "$.x" }, DATA, CONTEXT)).toThrow(StatesRuntime);
});
