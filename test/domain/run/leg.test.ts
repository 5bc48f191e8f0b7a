import { describe, expect, test } from "vitest";
import { deadlineAfterLoss, legFault, legTakenOver, wayOn } from "../../../src/domain/run/leg.ts";
import { rollout } from "../../support/cli/records.ts";

const next = (number: number, afterLoss = false) => ({ number, execution: `web-1-leg-${number}`, afterLoss });
const waiting = (isDeclared: boolean) => ({ reason: "so", since: 1000, until: 4000, isDeclared });
const WAY = "its legs follow each other by themselves, and the sweep starts one that was lost";

describe("an execution that says that it carries a run on", () => {
  const running = rollout({ execution: "web-1-leg-2", leg: { number: 2, polls: 1500, next: next(3) } });
  const claim = { run: "web-1", number: 3, execution: "web-1-leg-3" };

  test("is the one that the record names", () => {
    expect(legFault(running, claim)).toBeNull();
  });

  test("is the one that has taken it up already, when its admission is tried again", () => {
    const taken = rollout({ execution: "web-1-leg-3", leg: { number: 3, polls: 0 } });
    expect(legFault(taken, claim)).toBeNull();
  });

  test.each([
    ["nobody's run", undefined, claim, "the ledger has no run web-1"],
    [
      "a run that has ended",
      { ...running, endedAt: 7, outcome: "succeeded" as const },
      claim,
      "rollout web-1 has ended already (succeeded)",
    ],
    [
      "a leg that the record does not name yet",
      rollout({ leg: { number: 1, polls: 3 } }),
      { ...claim, number: 2, execution: "web-1-leg-2" },
      `rollout web-1 is in leg 1, carried by web-1, and names no next one: ${WAY}`,
    ],
    [
      "a later leg than the record's",
      running,
      { ...claim, number: 4, execution: "web-1-leg-4" },
      `rollout web-1 goes on in leg 3, by execution web-1-leg-3, not in leg 4 by web-1-leg-4: ${WAY}`,
    ],
    [
      "an earlier one",
      running,
      { ...claim, number: 2, execution: "by-hand" },
      `rollout web-1 goes on in leg 3, by execution web-1-leg-3, not in leg 2 by by-hand: ${WAY}`,
    ],
    [
      "the right number by another name",
      running,
      { ...claim, execution: "by-hand" },
      `rollout web-1 goes on in leg 3, by execution web-1-leg-3, not in leg 3 by by-hand: ${WAY}`,
    ],
    [
      "another number by the right name",
      running,
      { ...claim, number: 7 },
      `rollout web-1 goes on in leg 3, by execution web-1-leg-3, not in leg 7 by web-1-leg-3: ${WAY}`,
    ],
  ])("%s is refused", (_what, run, claimed, fault) => {
    expect(legFault(run, claimed)).toBe(fault);
  });
});

describe("a run whose execution is gone", () => {
  const leg = { number: 1, polls: 9 };
  test.each([
    ["in the middle of something", { leg, waiting: null }, null, "undo"],
    ["while it waited for work", { leg, waiting: waiting(false) }, null, "undo"],
    ["while it was paused or frozen", { leg, waiting: waiting(true) }, null, "name"],
    [
      "between two legs, before the next was named",
      { leg: { number: 1, polls: 1500 }, waiting: waiting(false) },
      null,
      "name",
    ],
    ["its next one never started", { leg: { ...leg, next: next(2) }, waiting: null }, "unknown", "start"],
    ["its next one came to nothing", { leg: { ...leg, next: next(2) }, waiting: null }, "ended", "name"],
    ["so did the one after that", { leg: { ...leg, next: next(3) }, waiting: null }, "ended", "name"],
    ["and a third one", { leg: { ...leg, next: next(4) }, waiting: waiting(true) }, "ended", "undo"],
    [
      "the third one was never started",
      { leg: { ...leg, next: next(4) }, waiting: null },
      "unknown",
      "start",
    ],
  ] as const)("%s", (_what, run, status, way) => {
    expect(wayOn(run, status)).toBe(way);
  });

  test("has lost no time of its deadline from the end of its wait until it is taken up", () => {
    expect(deadlineAfterLoss({ deadlineAt: 90_000, waiting: waiting(true) }, 10_000)).toBe(96_000);
    expect(deadlineAfterLoss({ deadlineAt: 90_000, waiting: waiting(false) }, 3000)).toBe(90_000);
    expect(deadlineAfterLoss({ deadlineAt: 90_000, waiting: null }, 10_000)).toBe(90_000);
  });

  test("uses up the numbers of legs that came to nothing", () => {
    expect(legTakenOver({ leg: { number: 2, polls: 40 } })).toEqual({ number: 2, polls: 0 });
    expect(legTakenOver({ leg: { number: 2, polls: 40, next: next(5) } })).toEqual({ number: 5, polls: 0 });
  });
});
