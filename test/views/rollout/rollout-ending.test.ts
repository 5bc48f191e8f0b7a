import { expect, test } from "vitest";
import { endingOf } from "../../../src/views/rollout/rollout-ending.ts";
import { entry, rollout } from "../../support/cli/records.ts";

const ended = rollout({ endedAt: 9, outcome: "rolled-back", outcomeReason: "command failed" });
const decided = (action: string, id = "web-1") => entry({ action, rollout: id, reason: `it is ${action}` });

test.each([
  ["runs", rollout({}), [], undefined],
  ["has ended", ended, [], { outcome: "rolled-back", reason: "command failed" }],
  [
    "has ended without a reason",
    rollout({ endedAt: 9, outcome: "succeeded" }),
    [],
    { outcome: "succeeded", reason: "no reason was given" },
  ],
  ["is not admitted yet", undefined, [], undefined],
  ["was admitted", undefined, [decided("admit")], undefined],
  ["was refused", undefined, [decided("refused")], { outcome: "refused", reason: "it is refused" }],
  [
    "was refused, then had nothing to do",
    undefined,
    [decided("refused"), decided("nothing-to-do")],
    { outcome: "nothing-to-do", reason: "it is nothing-to-do" },
  ],
  ["is another one than was refused", undefined, [decided("refused", "web-2")], undefined],
] as const)("a rollout that %s", (_what, record, entries, ending) => {
  expect(endingOf({ rollout: record, entries }, "web-1")).toEqual(ending);
});
