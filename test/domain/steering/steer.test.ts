import fc from "fast-check";
import { expect, test } from "vitest";
import { deadlineNow } from "../../../src/domain/run/deadline-now.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { pauseNow, withPauseCounted } from "../../../src/domain/steering/pause.ts";
import { ranBefore } from "../../../src/domain/steering/ran-before.ts";
import { type SteeringAct, steer, unpaused } from "../../../src/domain/steering/steer.ts";
import { generation, rollout } from "../../support/cli/records.ts";

const NOON = Date.UTC(2026, 10, 21, 12);
const asked = (act: SteeringAct, seconds = 3600) =>
  ({ act, fleet: "web", by: "ada", reason: "I say so", seconds }) as const;

const acts = fc.constantFrom<SteeringAct[]>("pause", "resume", "promote", "abort", "rollback");
const waiting = fc.record({
  reason: fc.constant("it waits"),
  since: fc.integer({ min: NOON - 75_000, max: NOON }),
  until: fc.integer({ min: NOON, max: NOON + 75_000 }),
  isDeclared: fc.boolean(),
});
const runs: fc.Arbitrary<RolloutRecord> = fc
  .record({
    phase: fc.constantFrom("ObserveGreen", "ValidateGreen", "ShiftTraffic", "Bake", "RetireBlue"),
    waiting: fc.option(waiting),
    deadlineAt: fc.integer({ min: NOON + 1000, max: NOON + 14_400_000 }),
    promotion: fc.option(fc.constant({ by: "bob", reason: "now", at: NOON, skipped: ["gate http"] })),
    milestones: fc.constantFrom({}, { "blue-released": NOON }),
    abort: fc.option(fc.constant({ requestedBy: "bob", reason: "no", requestedAt: NOON })),
  })
  .map((special) => rollout(special as Partial<RolloutRecord>));
const later = fc.integer({ min: 0, max: 40 * 86_400_000 });

test("an act changes the rollout or says why not, and done again it says why not", () => {
  fc.assert(
    fc.property(acts, runs, (act, run) => {
      const answer = steer(asked(act), run, NOON);
      const again = "noop" in answer ? answer : steer(asked(act), { ...run, ...answer.changes }, NOON);
      expect(again).toEqual({ noop: expect.stringMatching(/./) as string });
    }),
  );
});

test("what is past the point of no return is neither held, hurried nor taken back", () => {
  fc.assert(
    fc.property(acts, runs, (act, run) => {
      const released = { ...run, milestones: { "blue-released": NOON } };
      expect(steer(asked(act), released, NOON)).toHaveProperty("noop");
    }),
  );
});

test("the deadline of a paused rollout is as far away, whenever that is looked at or ended", () => {
  fc.assert(
    fc.property(runs, later, later, (run, after, more) => {
      const answer = steer(asked("pause", 7 * 86_400), run, NOON);
      if ("noop" in answer) return;
      const paused = { ...run, ...answer.changes };
      const left = deadlineNow(run, NOON) - NOON;
      const at = NOON + after;
      const over = Math.min(at, paused.pause?.until ?? 0);
      const looked = withPauseCounted(withPauseCounted(paused, at), at);
      expect(looked.deadlineAt - over).toBe(left);
      expect(withPauseCounted(looked, at + more).deadlineAt).toBeGreaterThanOrEqual(looked.deadlineAt);
      expect(unpaused(looked, at)).toMatchObject({ pause: null, deadlineAt: over + left });
      expect(pauseNow(looked, at) === null ? left : deadlineNow(looked, at) - at).toBe(left);
    }),
  );
});

test("a second pause makes the first one longer, never shorter", () => {
  const paused = rollout({
    pause: { by: "bob", reason: "look", at: NOON, until: NOON + 7_200_000, leftMs: 1, countedAt: NOON },
  });
  expect(steer(asked("pause", 3600), paused, NOON)).toEqual({
    noop: "rollout web-1 is paused already, by bob until 2026-11-21 14:00:00Z: look",
  });
  expect(steer(asked("pause", 10_800), paused, NOON)).toMatchObject({
    changes: { pause: { by: "ada", until: NOON + 10_800_000, leftMs: 1 } },
  });
});

test("a promotion ends a pause, and keeps what was skipped before", () => {
  const pause = {
    by: "bob",
    reason: "look",
    at: NOON,
    until: NOON + 7_200_000,
    leftMs: 500_000,
    countedAt: NOON,
  };
  const promotion = { by: "bob", reason: "now", at: NOON, skipped: ["gate http"] };
  expect(steer(asked("promote"), rollout({ pause, promotion }), NOON + 1000)).toMatchObject({
    changes: { pause: null, deadlineAt: NOON + 501_000, promotion: { by: "ada", skipped: ["gate http"] } },
  });
});

test("a launch that is watched in a pause is not late for that", () => {
  const pause = { by: "bob", reason: "look", at: NOON, until: NOON + 7_200_000, leftMs: 1, countedAt: NOON };
  const run = rollout({ phase: "ObserveGreen", phaseStartedAt: NOON - 60_000, pause });
  expect(NOON + 3_600_000 - withPauseCounted(run, NOON + 3_600_000).phaseStartedAt).toBe(60_000);
});

const succeeded = rollout({ endedAt: NOON, outcome: "succeeded" });
const live = generation({ number: 7, image: "ami-0bbb" });

test.each([
  ["the image of before", { live, runs: [succeeded] }, { image: "ami-0aaa" }],
  [
    "of a rollout in between that went back nothing",
    { live, runs: [rollout({ id: "web-2", green: 8, endedAt: NOON, outcome: "rolled-back" }), succeeded] },
    { image: "ami-0aaa" },
  ],
] as const)("a fleet goes back to %s", (_what, given, answer) => {
  expect(ranBefore({ fleet: "web", ...given })).toEqual(answer);
});

test.each([
  ["no generation serves", { live: undefined, runs: [succeeded] }, /^web has no generation that serves/],
  [
    "it was adopted",
    { live, runs: [] },
    /since no rollout that is on record made it: moult rollout start web --image/,
  ],
  ["it is the first", { live, runs: [{ ...succeeded, imageFrom: null }] }, /since it is the first/],
  [
    "only the template had changed",
    { live, runs: [{ ...succeeded, imageFrom: "ami-0bbb" }] },
    /whose default version is yours to set back$/,
  ],
] as const)("where %s there is nothing to go back to, and it says so", (_what, given, said) => {
  expect(ranBefore({ fleet: "web", ...given })).toEqual({ noop: expect.stringMatching(said) as string });
});
