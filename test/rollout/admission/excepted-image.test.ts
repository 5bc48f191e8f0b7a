import { expect, test } from "vitest";
import { putExcept } from "../../../src/ledger/except.ts";
import { exceptedImageReason } from "../../../src/rollout/admission/excepted-image.ts";
import { fakePlan, type PlanWorld } from "../../support/rollout/fake-plan.ts";

const REFUSED = { image: "ami-0bbb", templateVersion: 1, since: 0, by: "ada", reason: "wrong image" };

/** What stands against the image in an account that differs so, and which calls that took. */
async function reasonFor(image: string, refused: Partial<typeof REFUSED>, world: PlanWorld = {}) {
  const { context, fleet, ledger, sent } = await fakePlan(world);
  await putExcept(ledger, "web", { ...REFUSED, ...refused });
  const reason = await exceptedImageReason(fleet, image, context);
  return { reason, calls: sent.map(({ name }) => name) };
}

test("an image that nobody refused takes no call", async () => {
  expect(await reasonFor("ami-0ccc", {})).toEqual({ reason: null, calls: [] });
});

test("an image is refused with the template version of now", async () => {
  const calls = ["DescribeLaunchTemplates"];
  expect(await reasonFor("ami-0bbb", {})).toEqual({
    reason:
      "ada refused ami-0bbb on 1970-01-01T00:00:00.000Z: wrong image; moult rollout retry web begins it again",
    calls,
  });
  expect(await reasonFor("ami-0bbb", {}, { template: 2 })).toEqual({ reason: null, calls });
  expect((await reasonFor("ami-0bbb", { templateVersion: 2 }, { template: 2 })).reason).toMatch(
    /^ada refused/,
  );
});

test("what runs is not refused, and a template that is gone is Admit's to name", async () => {
  expect((await reasonFor("ami-0aaa", { image: "ami-0aaa" })).reason).toBeNull();
  expect((await reasonFor("ami-0bbb", {}, { generations: [] })).reason).toMatch(/^ada refused/);
  expect((await reasonFor("ami-0bbb", {}, { template: null })).reason).toBeNull();
});
