import { expect, test } from "vitest";
import { STEP_1, shift } from "../../support/rollout/fake-shift.ts";
import { NOW } from "../../support/rollout/fake-step.ts";

// NOW is a Thursday, 00:16:40.
const windows = { allow: ["Thu 12:00-13:00"], fits: false, gates: "shift" } as const;
const withWindows = (more: object = {}) =>
  shift({ ...more, declaration: { windows: { ...windows, allow: [...windows.allow] } } });

test("the first step goes back to wait for its window where that has closed", async () => {
  const look = await withWindows();
  expect(look.answer).toMatchObject({ verdict: "hold", reason: /^green's first traffic waits/ });
  expect(look.changes).toEqual([]);
});

test.each([
  ["a step", { traffic: STEP_1, weights: [90, 10] }],
  ["some that was set back", { milestones: { "first-traffic": NOW - 1 } }],
])("no window stops what has moved traffic: %s", async (_what, more) => {
  expect((await withWindows(more)).answer.verdict).toBe("wait");
});
