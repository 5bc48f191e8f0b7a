import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matches, retryDelay } from "../../src/engine/retry.ts";

test.each([
  [["Throttled"], "Throttled", true],
  [["Throttled"], "Throttle", false],
  [["A", "B"], "B", true],
  [["States.ALL"], "Anything", true],
  [["States.ALL"], "States.Timeout", true],
  [["States.ALL"], "States.Runtime", false],
  [["States.Runtime"], "States.Runtime", false],
  [["States.TaskFailed"], "Rejected", true],
  [["States.TaskFailed"], "States.Timeout", false],
  [[], "Rejected", false],
])("%j takes %s: %s", (names, error, taken) => {
  expect(matches(names, error)).toBe(taken);
});

describe("retryDelay", () => {
  const RETRIER = {
    ErrorEquals: ["Throttled"],
    IntervalSeconds: 2,
    BackoffRate: 2,
    MaxAttempts: 6,
    MaxDelaySeconds: 60,
    JitterStrategy: "NONE",
  } as const;
  const retrier = { ...RETRIER, ErrorEquals: [...RETRIER.ErrorEquals] };

  test("doubles up to its cap", () => {
    expect([0, 1, 2, 3, 4, 5].map((tried) => retryDelay(retrier, tried, 0.9))).toEqual([2, 4, 8, 16, 32, 60]);
  });

  test("full jitter waits between nothing and what it would be without", () => {
    fc.assert(
      fc.property(
        fc.nat(20),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (tried, chance) => {
          const jittered = retryDelay({ ...retrier, JitterStrategy: "FULL" }, tried, chance);
          expect(jittered).toBeGreaterThanOrEqual(0);
          expect(jittered).toBeLessThanOrEqual(retryDelay(retrier, tried, chance));
        },
      ),
    );
  });
});
