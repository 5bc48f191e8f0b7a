import { expect, test } from "vitest";
import { batchSeen } from "../../../src/domain/recycle/batch-seen.ts";
import type { Batch } from "../../../src/domain/run/recycle.ts";
import { batch } from "../../support/recycle/fake-recycle-step.ts";

type State = Batch["servers"][number]["state"];
const LONG_AFTER = 100_000;
const seen = (
  state: State,
  lifecycleState: string | null,
  { leaveAskedAt = 50_000, shownUntil = LONG_AFTER } = {},
): State | undefined => {
  const members = lifecycleState === null ? [] : [{ id: "i-old", zone: "a", lifecycleState }];
  const old = batch({ servers: [{ id: "i-old", zone: "a", state, leaveAskedAt }] });
  return batchSeen(old, members, shownUntil).servers[0]?.state;
};

test.each([
  ["serving", "InService", "serving"],
  ["serving", "Terminating", "gone"],
  ["serving", "Detaching", "gone"],
  ["serving", null, "gone"],
  // Nobody has told it to: a person did.
  ["serving", "EnteringStandby", "left"],
  ["serving", "Standby", "left"],
  // The answer of the call that was to do it was lost.
  ["leaving", "EnteringStandby", "isolated"],
  ["leaving", "Standby", "isolated"],
  ["leaving", "InService", "serving"],
  ["leaving", "Terminating", "gone"],
  ["isolated", "Standby", "isolated"],
  ["isolated", "InService", "isolated"],
  ["isolated", "Terminating:Wait", "ending"],
  ["isolated", null, "ending"],
  ["ending", "Standby", "ending"],
  ["left", "Standby", "left"],
  ["left", null, "left"],
  ["gone", "Standby", "gone"],
] as const)("one that is %s and shows %s is %s", (state, shown, now) => {
  expect(seen(state, shown)).toBe(now);
});

test("one that was told to leave a moment ago may be shown as before: it is not taken for one that serves", () => {
  expect(seen("leaving", "InService", { shownUntil: 49_999 })).toBe("leaving");
  expect(seen("leaving", "Standby", { shownUntil: 49_999 })).toBe("isolated");
  expect(seen("leaving", "InService", { shownUntil: 50_000 })).toBe("serving");
});

test("what the group has launched since is a substitute, up to as many as are wanted, in the zone of who goes first", () => {
  const members = [
    { id: "i-1", zone: "a", lifecycleState: "InService" },
    { id: "i-9", zone: "b", lifecycleState: "Pending" },
    { id: "i-8", zone: "a", lifecycleState: "Pending" },
    { id: "i-7", zone: "a", lifecycleState: "Terminating" },
  ];
  const { substitutes } = batchSeen(batch({ wanted: 1 }), members, LONG_AFTER);
  expect(substitutes.map(({ id }) => id)).toEqual(["i-8"]);
  expect(batchSeen(batch({ wanted: 3 }), members, LONG_AFTER).substitutes.map(({ id }) => id)).toEqual([
    "i-8",
    "i-9",
  ]);
});
