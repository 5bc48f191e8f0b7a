import fc from "fast-check";
import { expect, test } from "vitest";
import type { FleetState } from "../../../src/domain/decide/fleet-state.ts";
import { explain } from "../../../src/domain/explain/explain.ts";
import { LONGEST_SENTENCE } from "../../../src/domain/explain/explanation.ts";
import type { FleetSubject } from "../../../src/domain/explain/fleet/fleet-subject.ts";
import { rollout } from "../../support/cli/records.ts";
import { anyState } from "../../support/domain/decide/any-state.ts";
import { DAY, failed, HOUR, NEW, NOW, stateOf, unsettled } from "../../support/domain/decide/states.ts";
import { ask, news, RESTS, settings, windows } from "../../support/domain/explain/rest-rows.ts";

const explained = (state: FleetState | null, more: Partial<FleetSubject> = {}) =>
  explain(
    { kind: "fleet", fleet: "web", state, freeze: null, run: null, attention: [], unreadable: null, ...more },
    NOW,
  );

test.each(RESTS)("a fleet that %s", (_what, state, told) => {
  expect(explained(state)).toMatchObject(told);
});

const freeze = { reason: "audit", by: "ada", since: NOW - HOUR, until: null, scope: "fleet" as const };

test("a freeze is told before all but what needs a person, with who, why, and what ends it", () => {
  const state = stateOf({ freeze: { reason: "audit", until: null }, wanted: news });
  expect(explained(state, { freeze })).toMatchObject({
    state: "frozen",
    sentence: "frozen by ada; audit; moult unfreeze web --confirm web ends it",
    since: NOW - HOUR,
    endsAt: null,
  });
  const all = { ...freeze, scope: "account" as const, until: NOW + DAY };
  expect(explained(state, { freeze: all, run: rollout({ phase: "Bake" }) })).toMatchObject({
    sentence:
      "every fleet is frozen by ada, rollout stands in Bake; audit; until 2026-11-30 12:00Z, or moult unfreeze --all --confirm all",
    endsAt: NOW + DAY,
    also: [expect.stringContaining("past its deadline")],
  });
});

test("an open run is told in its own words, with what else stands and with the acts of both", () => {
  const run = rollout({ phase: "ValidateGreen" });
  const attention = [
    { kind: "generation-retained" as const, reason: "generation 5 is retained", since: 1, commands: [] },
  ];
  const shown = explained(stateOf(), { run, attention });
  expect(shown.sentence).toBe(explain(run, NOW).sentence);
  expect(shown.also).toEqual(["generation 5 is retained"]);
  const can = shown.actions.filter(({ blockedReason }) => blockedReason === null).map(({ act }) => act);
  expect(can).toEqual(["pause", "promote", "abort", "rollback", "history", "freeze"]);
});

test("what nobody but a person ends is said first; what else stands is said of a fleet at rest alone", () => {
  const nobody = {
    kind: "nobody-serves" as const,
    reason: "0 of 6 servers answer",
    since: 7,
    commands: ["moult x"],
  };
  expect(explained(stateOf({ wanted: news }), { attention: [nobody], freeze })).toMatchObject({
    state: "needs-person",
    sentence: "nobody serves; 0 of 6 servers answer; next: moult x",
    since: 7,
    also: [],
  });
  const retained = { ...nobody, kind: "generation-retained" as const, reason: "generation 5 is retained" };
  expect(explained(stateOf(), { attention: [retained, nobody] }).also).toEqual(["generation 5 is retained"]);
  expect(explained(stateOf(), { attention: [retained] })).toMatchObject({
    state: "attention",
    sentence: "a person should see to it; generation 5 is retained; next: moult x",
  });
  const held = explained(stateOf({ wanted: news, brakes: windows }), { attention: [retained] });
  expect(held).toMatchObject({ state: "waits", also: ["generation 5 is retained"] });
});

test("a fleet of which a record cannot be read is not called healthy", () => {
  expect(
    explained(null, { unreadable: "rollout fleet#web/rollout#1 is not readable: phase: Invalid" }),
  ).toMatchObject({
    tone: "attention",
    state: "unknown",
    sentence:
      "nothing of it is changed, since a record of it cannot be read; rollout fleet#web/rollout#1 is not readable: phase: Invalid; moult doctor, or moult history web, shows more",
  });
});

test.each<readonly [string, Partial<FleetState>, readonly string[]]>([
  ["is as declared", {}, ["start", "freeze", "history"]],
  [
    "needs a person",
    { needsPerson: unsettled },
    ["settle-blue", "settle-green", "start", "freeze", "history"],
  ],
  [
    "waits for approval",
    { wanted: news as never, approvals: { settings, asks: [ask] } },
    ["approve", "reject", "start", "freeze", "history"],
  ],
  [
    "has failed",
    { wanted: news as never, attempts: failed(NEW, NOW + HOUR) },
    ["retry", "start", "freeze", "history"],
  ],
  [
    "is quarantined",
    { wanted: news as never, quarantined: new Map([[NEW, "x"]]) },
    ["lift-quarantine", "start", "freeze", "history"],
  ],
])("what a person can do about a fleet that %s", (_what, state, acts) => {
  const { actions } = explained(stateOf(state as Parameters<typeof stateOf>[0]));
  expect(actions.filter(({ blockedReason }) => blockedReason === null).map(({ act }) => act)).toEqual(acts);
  expect(actions.every(({ blockedReason }) => blockedReason === null || blockedReason.length > 10)).toBe(
    true,
  );
});

test("whatever a fleet is in, it has one sentence of at most 200 characters, and something that a person can do", () => {
  fc.assert(
    fc.property(anyState, (state) => {
      const { sentence, actions } = explained(state);
      expect(sentence.length).toBeLessThanOrEqual(LONGEST_SENTENCE);
      expect(sentence).toMatch(/^\S.*; \S/su);
      expect(actions.some(({ blockedReason }) => blockedReason === null)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
