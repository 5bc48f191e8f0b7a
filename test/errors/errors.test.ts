import { expect, test } from "vitest";
import * as errors from "../../src/errors/errors.ts";

// The state machine's Retry and Catch match on these names.
test.each(Object.entries(errors))("%s keeps its name, its message and its cause", (name, kind) => {
  const cause = new Error("because");
  const error = new kind("what to do next", cause);
  expect(error).toBeInstanceOf(Error);
  expect([error.name, error.message]).toEqual([name, "what to do next"]);
  expect(error.cause).toBe(kind.length === 1 ? undefined : cause);
  expect(Object.hasOwn(new kind("alone"), "cause")).toBe(false);
});
