import { expect, test } from "vitest";
import { keepDueFirst } from "../../../src/ledger/found/due-first.ts";
import { ageDue } from "../../../src/rollout/convergence/age-due.ts";
import { readState } from "../../../src/rollout/convergence/read-state.ts";
import { fakeFleet } from "../../support/rollout/fake-fleet.ts";

const DAY = 86_400_000;
const age = { max: 14 * 86_400, jitter: 0 };
const first = { server: "i-1", generation: 6, launchedAt: 5, oldestAt: 5 };

test("a server of the live generation is due by the age that is declared now", () => {
  expect(ageDue({ age }, { first, live: 6 })).toEqual({ server: "i-1", at: 5 + 14 * DAY });
  expect(ageDue({ age: { ...age, max: 86_400 } }, { first, live: 6 })).toEqual({
    server: "i-1",
    at: 5 + DAY,
  });
});

test.each([
  ["no age is declared", undefined, first, 6],
  ["no scan has seen the servers", age, null, 6],
  ["the server is of another generation", age, first, 7],
  ["nothing is live", age, first, undefined],
])("it is not known when %s", (_what, declared, known, live) => {
  expect(ageDue({ age: declared }, { first: known, live })).toBeNull();
});

test("the state of a fleet has the instant, and none where no age is declared", async () => {
  const aging = await fakeFleet({ declaration: { age: { max: "14d", jitter: "0%" } } });
  await keepDueFirst(aging.ledger, "web", first);
  expect((await readState("web", aging.context))?.ageDueAt).toBe(5 + 14 * DAY);
  const { ledger, context } = await fakeFleet();
  await keepDueFirst(ledger, "web", first);
  expect((await readState("web", context))?.ageDueAt).toBeNull();
});
