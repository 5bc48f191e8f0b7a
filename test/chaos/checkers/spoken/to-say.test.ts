import { expect, test } from "vitest";
import type { CheckerInput } from "../../../../chaos/checkers/checker-input.ts";
import type { Said } from "../../../../chaos/checkers/spoken/said.ts";
import { toSay } from "../../../../chaos/checkers/spoken/to-say.ts";
import { emptyView } from "../../../../chaos/world/ledger-view.ts";
import type { RecycleRecord } from "../../../../src/domain/run/recycle.ts";

/** What is to be said of one recycle that ended so. */
function ofEnd(outcome: RecycleRecord["outcome"]) {
  const view = emptyView();
  view.recycles.set("web-recycle-1", { id: "web-recycle-1", outcome } as RecycleRecord);
  const world = { now: () => 0, state: { groups: new Map() } };
  return toSay({ view, world, plan: { fleet: { strategy: "none" } } } as unknown as CheckerInput);
}

test.each([
  ["rolled-back", "Recycle Rolled Back"],
  ["succeeded", "Recycle Succeeded"],
  ["superseded", "Recycle Superseded"],
  ["needs-person", "Recycle Needs Person"],
] as const)("a recycle is said when it begins, and when it ended as %s by %s", (outcome, wanted) => {
  const [began, ended, ...others] = ofEnd(outcome);
  const isSaid = (say: typeof began, type: string, rollout = "web-recycle-1") =>
    say?.isSaid({ type, rollout } as Said);
  expect(others).toEqual([]);
  expect([isSaid(began, "Recycle Started"), isSaid(ended, wanted)]).toEqual([true, true]);
  expect([
    isSaid(ended, wanted, "web-recycle-2"),
    isSaid(ended, "Rollout Rolled Back"),
    isSaid(began, wanted),
  ]).toEqual([false, false, false]);
});

test("of one that is under way only its begin is to be said", () => {
  expect(ofEnd(null).map(({ what }) => what)).toEqual(["web-recycle-1 began"]);
});
