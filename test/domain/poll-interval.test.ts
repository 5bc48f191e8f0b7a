import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  nextPollSeconds,
  pausePollSeconds,
  watchPollSeconds,
  watchSecondsUntil,
} from "../../src/domain/poll-interval.ts";

describe("nextPollSeconds", () => {
  test.each([
    [0, 65, 65],
    [20.5, 65, 45],
    [63, 65, 5],
    [65, 65, 7],
    [0, 0, 5],
    [0, 300, 300],
    [0, 5100, 300],
    [4900, 5100, 200],
    [300, 65, 30],
    [10_000, 65, 60],
  ])("%d s after the start of what takes %d s: look in %d s", (elapsed, expected, seconds) => {
    expect(nextPollSeconds(elapsed, expected)).toBe(seconds);
  });

  const seconds = fc.integer({ min: 0, max: 7200 });
  test("sees what ends after the expected time at most a tenth of its time, or five seconds, too late", () => {
    fc.assert(
      fc.property(seconds, seconds, (expected, overdue) => {
        const ends = expected + overdue;
        let looked = 0;
        while (looked < ends) looked += nextPollSeconds(looked, expected);
        expect(looked - ends).toBeLessThanOrEqual(Math.max(5, looked / 10 + 1));
      }),
    );
  });

  test("looks at the end at what takes as long as last time, and every five minutes before", () => {
    fc.assert(
      fc.property(seconds, (expected) => {
        const looks = [];
        for (let at = 0; at < expected; ) looks.push((at += nextPollSeconds(at, expected)));
        expect(looks.length).toBeLessThanOrEqual(Math.ceil(expected / 300));
      }),
    );
  });
});

describe("watchPollSeconds", () => {
  test.each([
    [900, 900, 75],
    [90, 90, 23],
    [30, 30, 15],
    [30, 4, 4],
    [86_400, 86_400, 75],
    [900, 0, 1],
  ])("watching for %d s with %d s to go: look in %d s", (total, left, seconds) => {
    expect(watchPollSeconds(total, left)).toBe(seconds);
  });

  test("never waits past the end, and never for nothing", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 604_800 }), fc.nat(), (total, passed) => {
        const left = Math.max(1, total - passed);
        const wait = watchPollSeconds(total, left);
        expect(wait).toBeGreaterThanOrEqual(1);
        expect(wait).toBeLessThanOrEqual(left);
        expect(wait).toBeLessThanOrEqual(75);
      }),
    );
  });
});

describe("pausePollSeconds", () => {
  test.each([
    [0.2, 1],
    [30, 30],
    [75, 75],
    [76, 38],
    [149, 75],
    [150, 75],
    [3600, 75],
    [604_800, 75],
  ])("with %d s left: in %d s", (left, seconds) => {
    expect(pausePollSeconds(left)).toBe(seconds);
  });
});

describe("watchSecondsUntil", () => {
  test.each([
    [-5, 0],
    [0.2, 1],
    [75, 75],
    [76, 38],
    [149, 75],
    [150, 75],
    [3600, 75],
  ])("with %d s until there is more to judge by: in %d s", (left, seconds) => {
    expect(watchSecondsUntil(1_000_000 + left * 1000, 1_000_000)).toBe(seconds);
  });

  test("at any time: at once", () => {
    expect(watchSecondsUntil(undefined, 1_000_000)).toBe(0);
  });
});
