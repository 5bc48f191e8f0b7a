import { expect, test } from "vitest";
import { boardRow, byNeed, unknownRow } from "../../../src/domain/explain/board-row.ts";
import { type FleetSummary, isSameSummary } from "../../../src/domain/explain/fleet-summary.ts";
import { summary } from "../../support/domain/explain/summary.ts";

const NOW = Date.UTC(2026, 10, 29, 12);
const HOUR = 3_600_000;
const freeze = { reason: "audit", by: "ada", since: NOW - 1, until: null, scope: "account" as const };

test.each<readonly [string, Partial<FleetSummary>, string, boolean]>([
  ["a steady fleet stays so", {}, "steady", false],
  ["what is due within a day is due", { endsAt: NOW + 24 * HOUR - 1 }, "due", false],
  ["what is due in a day is not yet", { endsAt: NOW + 24 * HOUR }, "steady", false],
  ["what waits, waits", { state: "waits", endsAt: NOW + HOUR }, "waits", false],
  ["what should have ended is marked", { state: "waits", endsAt: NOW - 900_001 }, "waits", true],
  ["a sweep has fifteen minutes to say so", { state: "waits", endsAt: NOW - 900_000 }, "waits", false],
])("%s", (_what, special, state, isLate) => {
  expect(boardRow(summary(special), null, NOW)).toMatchObject({ state, isLate });
});

test("a freeze of every fleet is laid over each, but for those that need a person", () => {
  const run = { id: "web-1", kind: "rollout", phase: "Bake", image: "ami-0bbb", generation: 7 };
  expect(boardRow(summary({ state: "baking", run }), freeze, NOW)).toMatchObject({
    state: "frozen",
    tone: "attention",
    sentence:
      "every fleet is frozen by ada, rollout stands in Bake; audit; moult unfreeze --all --confirm all ends it",
    next: "moult unfreeze --all --confirm all",
  });
  const needs = summary({ state: "needs-person", sentence: "nobody serves" });
  expect(boardRow(needs, freeze, NOW)).toMatchObject({ state: "needs-person", sentence: "nobody serves" });
});

test("over a freeze of its own, which is not all that holds it, too", () => {
  const own = {
    state: "frozen",
    sentence: "frozen by bo; moult unfreeze web --confirm web ends it",
  } as const;
  expect(boardRow(summary(own), freeze, NOW)).toMatchObject({
    state: "frozen",
    sentence: "every fleet is frozen by ada; audit; moult unfreeze --all --confirm all ends it",
    next: "moult unfreeze --all --confirm all",
  });
});

test("those come first that need somebody most, then who waits longest, then the name", () => {
  const rows = [
    summary({ fleet: "b" }),
    summary({ fleet: "a", since: NOW }),
    summary({ fleet: "c", state: "waits", since: NOW - 1 }),
    summary({ fleet: "d", state: "waits", since: NOW - 2 }),
    summary({ fleet: "e", state: "needs-person" }),
  ].map((each) => boardRow(each, null, NOW));
  const sorted = [...rows, unknownRow("z", NOW)].toSorted(byNeed).map(({ fleet }) => fleet);
  expect(sorted).toEqual(["e", "z", "d", "c", "a", "b"]);
});

test("of a run what changes from poll to poll is no news; of a fleet at rest each other word is", () => {
  const run = { id: "web-1", kind: "rollout", phase: "Bake", image: "ami-0bbb", generation: 7 };
  const open = summary({ run, gist: "bakes until 12:00Z", sentence: "bakes; 3 m left" });
  const polled = { ...open, at: 9, sentence: "bakes; 2 m left", endsAt: 9 };
  expect(isSameSummary(open, polled)).toBe(true);
  expect(isSameSummary(open, { ...polled, gist: "bakes until 13:00Z" })).toBe(false);
  expect(isSameSummary(open, { ...polled, run: { ...run, phase: "RetireBlue" } })).toBe(false);
  const rest = summary({});
  expect(isSameSummary(rest, { ...rest, at: 9 })).toBe(true);
  expect(isSameSummary(rest, { ...rest, sentence: "other" })).toBe(false);
  expect(isSameSummary(rest, { ...rest, endsAt: 9 })).toBe(false);
});
