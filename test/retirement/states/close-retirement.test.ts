import { expect, test } from "vitest";
import { closeRetirement } from "../../../src/retirement/states/close-retirement.ts";
import { fakeRetirement, STEP } from "../../support/retirement/fake-retirement-step.ts";
import { NOW } from "../../support/rollout/fake-step.ts";

test("one whose generation is gone has succeeded, and gives its lease back", async () => {
  const step = await fakeRetirement({ generation: { state: "gone" } });
  expect(await closeRetirement(STEP, step.context)).toMatchObject({ verdict: "pass" });
  expect(await step.after()).toMatchObject({
    outcome: "succeeded",
    outcomeReason: "generation 6 is gone",
    endedAt: NOW,
  });
  expect(await step.lease()).toMatchObject({ owner: null });
  expect(step.published).toEqual([]);
});

test("one that retained its generation says so, with what stands in its way", async () => {
  const step = await fakeRetirement({ generation: { state: "retained", reason: "i-1 is protected" } });
  await closeRetirement(STEP, step.context);
  expect(await step.after()).toMatchObject({ outcome: "retained", milestones: { retained: NOW } });
  expect(step.published).toEqual([
    [
      "Fleet Needs Attention",
      expect.objectContaining({
        fleet: "web",
        kind: "generation-retained",
        irregularity: "generation 6 is retained: i-1 is protected",
      }),
    ],
  ]);
});

test("done again after its end it says the same, and publishes nothing more", async () => {
  const record = { endedAt: 1, outcome: "retained" as const, outcomeReason: "generation 6 is retained: why" };
  const step = await fakeRetirement({ record, generation: { state: "retained" } });
  expect(await closeRetirement(STEP, step.context)).toMatchObject({ reason: record.outcomeReason });
  expect(step.published).toEqual([]);
  expect(await step.lease()).toMatchObject({ owner: null });
});
