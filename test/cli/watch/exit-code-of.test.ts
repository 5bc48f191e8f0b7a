import { expect, test } from "vitest";
import { exitCodeOf } from "../../../cli/watch/exit-code-of.ts";

test.each([
  ["nothing-to-do", true, 4],
  ["nothing-to-do", false, 0],
  ["succeeded", true, 0],
  ["refused", true, 5],
] as const)(
  "a command that saw %s, with something that waits for approval: %s, exits with %i",
  (outcome, needsYes, code) => {
    expect(exitCodeOf({ outcome, reason: "because" } as never, needsYes)).toBe(code);
  },
);
