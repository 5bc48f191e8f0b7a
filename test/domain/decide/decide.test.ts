import { expect, test } from "vitest";
import { type Decision, decide } from "../../../src/domain/decide/decide.ts";
import { ROWS } from "../../support/domain/decide/decision-table.ts";
import {
  failed,
  HOUR,
  launchedBefore,
  live,
  MINUTE,
  named,
  NEW,
  NOW,
  OLD,
  pinned,
  run,
  stateOf,
  tooOld,
} from "../../support/domain/decide/states.ts";

/** A decision without its words. */
function inShort(decision: Decision) {
  if (decision.act === "start") {
    const { due, ...same } = decision;
    return { ...same, serves: due.map(({ key }) => key) };
  }
  const { reason: _, ...same } = decision;
  return same;
}

test.each(ROWS)("%s", (_title, state, expected) => {
  expect(inShort(decide(state, NOW))).toEqual(expected);
});

const news = { named: named(NEW) };

test.each([
  ["a freeze", stateOf({ freeze: { reason: "incident 4711", until: null } }), "frozen: incident 4711"],
  [
    "an open run, with its phase and its deadline",
    stateOf({ open: run() }),
    `rollout web-1 goes to ${NEW}, now in Bake, and has to be over by 2026-11-29 14:00:00Z: the fleet is decided about again at its end`,
  ],
  [
    "an open run on its way back",
    stateOf({ open: run({ isEnding: true, phase: "RollBack" }) }),
    "rollout web-1 rolls back, now in RollBack, and has to be over by 2026-11-29 14:00:00Z: the fleet is decided about again at its end",
  ],
  [
    "that nothing is due, and the way to replace all the same",
    stateOf(),
    `every server runs ${OLD} from template version 7 already; --force replaces them all the same`,
  ],
  [
    "that nothing is named",
    stateOf({ wanted: { named: null } }),
    "no image is known from channel /images/web: the next sweep reads it; publish one, or pass --image",
  ],
  [
    "a quarantine, and who lifts it",
    stateOf({ wanted: news, quarantined: new Map([[NEW, "5xx answers"]]) }),
    `${NEW} is quarantined: 5xx answers; moult quarantine lift ${NEW} --fleet web --reason <text> lets it out`,
  ],
  [
    "a wait, with how often and what failed",
    stateOf({ wanted: news, attempts: failed(NEW, NOW + MINUTE) }),
    "failed 2 times in a row, tried again after 2m: no server could be launched",
  ],
  [
    "that there is no generation",
    stateOf({ wanted: news, live: null }),
    "the fleet has no generation yet: adopt a group (moult fleet adopt), or declare capacity.initial",
  ],
] as const)("a person is told of %s", (_what, state, reason) => {
  expect(decide(state, NOW)).toMatchObject({ act: "leave", reason });
});

test("what a run serves is told in words", () => {
  const state = stateOf({
    wanted: { named: named(NEW), template: { id: live().template, version: 8, at: NOW } },
    findings: [tooOld()],
  });
  const decision = decide(state, NOW);
  expect(decision.act === "start" && decision.due.map(({ what }) => what)).toEqual([
    `channel /images/web names ${NEW}, generation 4 runs ${OLD}`,
    `servers are to be launched from version 8 of ${live().template}, generation 4 was from version 7 of ${live().template}`,
    "i-1: launch-time is 31 days, expected at most 30 days",
  ]);
});

test("a person's pin and instant are told with their words", () => {
  const wanted = { pin: pinned(NEW), launchedBefore: launchedBefore(NOW - HOUR) };
  const whats = (state: ReturnType<typeof stateOf>) => {
    const decision = decide(state, NOW);
    return decision.act === "start" ? decision.due.map(({ what }) => what) : [];
  };
  expect(whats(stateOf({ wanted }))).toEqual([
    `ada pinned ${NEW} (kernel fix), generation 4 runs ${OLD}`,
    "ada wants servers that were launched before 2026-11-29 11:00:00Z replaced: new certificates",
  ]);
  expect(whats(stateOf({ wanted: news, live: null, hasInitialSize: true }))).toEqual([
    `channel /images/web names ${NEW}, no generation is live`,
  ]);
  expect(whats(stateOf({ template: "lt-other" }))).toEqual([
    `servers are to be launched from lt-other, generation 4 was from version 7 of ${live().template}`,
  ]);
});
