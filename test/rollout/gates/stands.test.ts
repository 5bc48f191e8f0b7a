import { expect, test } from "vitest";
import { noteStand, secondsToGetGood } from "../../../src/rollout/gates/stands.ts";
import { fakeWork } from "../../support/rollout/fake-work.ts";

const NOW = 1_000_000;
const stand = { verdict: "stand", reason: "both are ill" } as const;

test("is written down when it begins, and not again", async () => {
  const { work, notes, clock } = fakeWork();
  await noteStand(stand, work);
  clock.now += 60_000;
  await noteStand({ ...stand, reason: "one more is ill" }, work);
  expect(notes).toEqual([
    ["decision", "nothing goes on, and nobody is blamed: both are ill", { action: "stand" }],
  ]);
  expect(work.run().timers).toEqual({ stands: NOW });
});

test("is over with another verdict: what has to get good has its whole time again", async () => {
  const { work, notes } = fakeWork({
    record: { timers: { stands: NOW - 500_000, inconclusive: NOW - 600_000, joined: 7 } },
  });
  expect(secondsToGetGood(work)).toBe(1000);
  await noteStand({ verdict: "wait", reason: "it boots" }, work);
  expect(notes).toEqual([
    ["evidence", "green and blue do not fail the same any more: it boots", { action: "stand-over" }],
  ]);
  expect(work.run().timers).toEqual({ joined: 7, stood: NOW });
  expect(secondsToGetGood(work)).toBe(0);
});

test("nothing is written where nothing stood", async () => {
  const { work, notes } = fakeWork({ record: { timers: { inconclusive: 1 } } });
  await noteStand({ verdict: "pass", reason: "good" }, work);
  expect([notes, work.run().timers]).toEqual([[], { inconclusive: 1 }]);
});
