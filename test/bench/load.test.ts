import { expect, test } from "vitest";
import { measureLoad } from "../../bench/load/measure.ts";

test("twenty fleets are all replaced by one event, and no call of theirs is throttled", async () => {
  const load = await measureLoad(20);
  expect(load).toMatchObject({
    fleets: 20,
    succeeded: 20,
    starts: 20,
    detectorDescribes: 1,
    throttledCalls: 0,
    throttledTasks: 0,
    failedTasks: {},
  });
  // The time of one fleet alone comes on top of what the account's request quotas take.
  expect(load.addedSeconds).toBeLessThan(1.2 * load.aloneSeconds);
  expect(load.leastTransitionTokens).toBeGreaterThan(0);
  expect(load.leastStartTokens).toBeGreaterThan(0);
}, 120_000);
