import { expect, test } from "vitest";
import { measureLoad } from "../../bench/load/measure.ts";

test("fifty fleets are all replaced by one event, and no step fails for throttling", async () => {
  const load = await measureLoad(50);
  expect(load).toMatchObject({
    fleets: 50,
    succeeded: 50,
    starts: 50,
    detectorDescribes: 2,
    throttledTasks: 0,
    failedTasks: {},
  });
  // The time of one fleet alone comes on top of what the account's request quotas take.
  expect(load.addedSeconds).toBeLessThan(1.5 * load.aloneSeconds);
  expect(load.leastTransitionTokens).toBeGreaterThan(0);
  expect(load.leastStartTokens).toBeGreaterThan(0);
}, 120_000);
