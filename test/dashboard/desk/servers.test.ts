import { expect, test } from "vitest";
import { sharesOf } from "../../../dashboard/desk/pages/generation-models.ts";
import { generation, rollout } from "../../support/cli/records.ts";

const blue = generation({ state: "live", number: 6 });
const green = generation({ state: "launching", number: 7 });
const traffic = { step: 1, setPercent: 50, setAt: 1, observedPercent: 50, agreeingReads: 2 };

test.each([
  ["nothing runs", undefined, { 6: true, 7: false }],
  ["a run has moved none yet", rollout({}), { 6: true, 7: false }],
  ["both sides have some", rollout({ traffic }), { 6: true, 7: true }],
  ["green has all", rollout({ traffic: { ...traffic, observedPercent: 100 } }), { 6: false, 7: true }],
  [
    "what was set is not read back yet",
    rollout({ traffic: { ...traffic, observedPercent: null } }),
    { 6: true, 7: true },
  ],
])("who gets traffic is known where %s", (_what, split, expected) => {
  expect(Object.fromEntries(sharesOf([blue, green], split))).toEqual(expected);
});
