import { expect, test } from "vitest";
import { freeze } from "../../../src/ledger/freezes.ts";
import { admitRecycle } from "../../../src/recycle/states/admit-recycle.ts";
import { fakeRecycle, RECYCLE } from "../../support/recycle/fake-recycle-step.ts";
import { NOW } from "../../support/rollout/fake-step.ts";

const open = async (input: object, record = {}) => {
  const step = await fakeRecycle({ record });
  return admitRecycle({ fleet: "web", run: "web-recycle-2", ...input }, step.context as never);
};

test("a fleet that nobody declares is refused", async () => {
  expect(await open({ fleet: "nope" })).toMatchObject({ verdict: "refused", fence: 0 });
});

test("while a run is open there is nothing to do", async () => {
  expect(await open({})).toMatchObject({
    verdict: "nothing-to-do",
    reason: expect.stringMatching(/^recycle web-recycle-1 replaces servers in place/),
  });
});

test("one that was admitted is taken up where it stands, and one that has ended is not", async () => {
  expect(await open({ run: RECYCLE }, { phase: "Isolate" })).toMatchObject({
    verdict: "take-up",
    phase: "Isolate",
  });
  const ended = { endedAt: 1, outcome: "succeeded" };
  expect(await open({ run: RECYCLE }, ended)).toMatchObject({ verdict: "refused" });
});

test("nothing begins in a frozen fleet", async () => {
  const step = await fakeRecycle({ record: { endedAt: 1, outcome: "succeeded" } });
  await freeze(step.ledger, { fleet: "web", reason: "audit", by: "ada", since: NOW - 1, until: null });
  const answer = await admitRecycle({ fleet: "web", run: "web-recycle-2" }, step.context as never);
  expect(answer).toMatchObject({ verdict: "refused", reason: "frozen: audit" });
});
