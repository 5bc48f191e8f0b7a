import { expect, test } from "vitest";
import { drawRelease } from "../../bench/metric/draw-rollout.ts";
import { judgeDrawn } from "../../bench/metric/judge-drawn.ts";
import { missedGoals } from "../../bench/metric/metric.ts";
import { wholeRollout } from "../../bench/metric/whole-rollout.ts";
import { createRandom } from "../../simulator/world/random.ts";

/* `npm run bench -- metric` draws a thousand of each, and carries sixty through the whole machine. */
const drawn = (isBad: boolean, count: number) => {
  const random = createRandom(7);
  return Array.from({ length: count }, () => judgeDrawn(drawRelease(isBad, random), random));
};

test("of two hundred good releases none is blamed, or held up for good", () => {
  expect(new Set(drawn(false, 200).map(({ ending }) => ending))).toEqual(new Set(["through"]));
});

test("of two hundred bad ones all are blamed before 100 %, within three periods", () => {
  const outcomes = drawn(true, 200);
  expect(outcomes.filter(({ ending, percent }) => ending !== "blamed" || percent === 100)).toEqual([]);
  expect(Math.max(...outcomes.map(({ periods }) => periods))).toBeLessThanOrEqual(3);
});

test("a fleet of ten with all gates keeps to its calls and its time, wherever in the minute it begins", async () => {
  const release = { isBad: false, blue: 0.001, green: 0.001 };
  for (const offset of [0, 50]) {
    const whole = await wholeRollout({ seed: 10, release, offset });
    expect(whole).toMatchObject({ outcome: "succeeded", percent: 100 });
    expect(whole.awsCalls).toBeLessThanOrEqual(100);
    expect(whole.elapsedSeconds / whole.lowerBoundSeconds).toBeLessThanOrEqual(1.07);
  }
});

test("what misses a goal is named", () => {
  const drawnWell = {
    count: 100,
    blamed: 0,
    rolledBack: 0,
    undecided: 0,
    through: 100,
    caughtEarly: 99,
    mostPeriods: 3,
  };
  const timed = {
    outcome: "succeeded",
    isBlamed: false,
    percent: 100,
    awsCalls: 100,
    callsByAction: {},
    elapsedSeconds: 107,
    lowerBoundSeconds: 100,
  };
  const sides = { good: drawnWell, bad: drawnWell };
  const well = { judged: sides, whole: sides, timed: [timed] };
  expect(missedGoals(well)).toEqual([]);
  const worse = { ...drawnWell, blamed: 1, caughtEarly: 98, mostPeriods: 4 };
  const missed = { good: worse, bad: worse };
  const slow = { ...timed, awsCalls: 101, elapsedSeconds: 108 };
  expect(missedGoals({ judged: missed, whole: missed, timed: [slow] })).toHaveLength(5);
});
