import { expect, test } from "vitest";
import { admitRetirement, admitRetirementState } from "../../../src/retirement/states/admit-retirement.ts";
import { readLease } from "../../../src/ledger/leases.ts";
import { retirementTask } from "../../../src/step/task-input.ts";
import { fakeRetirement, RETIREMENT } from "../../support/retirement/fake-retirement-step.ts";

const STARTED = { fleet: "web", run: RETIREMENT, execution: RETIREMENT };
const withStatus = (status: "running" | "ended" | "unknown") => ({
  executions: { status: async () => status },
});

test("takes the lease of the generation, and leaves the fleet's as it is", async () => {
  const step = await fakeRetirement({ isHeld: false });
  const before = await readLease(step.ledger, "web");
  const answer = await admitRetirement(STARTED, { ...step.context, ...withStatus("running") });
  expect(answer).toMatchObject({ verdict: "pass", retirement: RETIREMENT, generation: 6, fence: 1 });
  expect(await step.lease()).toMatchObject({ owner: RETIREMENT, fence: 1 });
  expect(await readLease(step.ledger, "web")).toEqual(before);
});

test("takes one over whose execution has ended, under a new fence, and says so", async () => {
  const step = await fakeRetirement({ record: { phase: "TakeDown" } });
  const taken = { ...STARTED, execution: "other" };
  const answer = await admitRetirement(taken, { ...step.context, ...withStatus("ended") });
  expect(answer).toMatchObject({ verdict: "pass", fence: 2 });
  expect(await step.after()).toMatchObject({ execution: "other", failure: null });
  expect((await step.entries()).at(-1)).toMatchObject({
    action: "take-up",
    reason: `its execution ${RETIREMENT} ended in TakeDown, before the retirement did`,
  });
});

test("is refused while another execution may still carry it", async () => {
  const step = await fakeRetirement();
  const taken = { ...STARTED, execution: "other" };
  for (const status of ["running", "unknown"] as const) {
    const answer = await admitRetirement(taken, { ...step.context, ...withStatus(status) });
    expect(answer).toMatchObject({ verdict: "refused", fence: 0 });
  }
  expect(await step.after()).toMatchObject({ execution: RETIREMENT });
  expect(await step.lease()).toMatchObject({ fence: 1 });
});

test("of one that has ended there is nothing to do, and of one that nobody wrote down it is refused", async () => {
  const step = await fakeRetirement({ record: { endedAt: 1, outcome: "succeeded" } });
  const context = { ...step.context, ...withStatus("ended") };
  expect(await admitRetirement(STARTED, context)).toMatchObject({ verdict: "nothing-to-do" });
  const strange = { ...STARTED, run: "web-g0009-retirement" };
  expect(await admitRetirement(strange, context)).toMatchObject({
    verdict: "refused",
    reason: "the ledger has no retirement web-g0009-retirement of fleet web",
  });
});

test.each([
  [{}, /fleet: .*; retirement: /],
  ["web", /web: /],
  [{ fleet: "web", retirement: RETIREMENT, force: true }, /force/],
])("an input that cannot be read is refused with its faults: %j", async (given, faults) => {
  const parsed = retirementTask.parse({ execution: "e-1", given });
  expect(parsed).toMatchObject({ run: "e-1", given });
  const step = await fakeRetirement();
  const runtime = step.context as unknown as Parameters<typeof admitRetirementState.run>[1];
  const answer = await admitRetirementState.run(parsed, runtime);
  expect(answer).toMatchObject({ verdict: "refused", fleet: null });
  expect(answer.reason).toMatch(faults);
  expect(answer.reason).toMatch(/\{"fleet":"web","retirement":"web-g0001-retirement"\}$/);
});
