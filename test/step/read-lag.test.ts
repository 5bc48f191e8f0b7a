import { describe, expect, test } from "vitest";
import { lagSecondsLeft } from "../../src/step/read-lag.ts";
import { rollout } from "../support/cli/records.ts";
import { expect as expectIn, scenario } from "../support/scenarios/harness.ts";

const NOW = 1_000_000;
const ended = (endedAt: number | null) => ({ run: rollout({ endedAt }), revision: 1 });

describe("seconds until reads show what the last rollout gave back", () => {
  test.each([
    ["a fleet without rollouts", [], 0],
    ["one that ended just now", [ended(NOW)], 15],
    ["one that ended 14.2 s ago", [ended(NOW - 14_200)], 1],
    ["one that ended 15 s ago", [ended(NOW - 15_000)], 0],
    ["the latest of several counts", [ended(NOW - 60_000), ended(NOW - 5000), ended(NOW - 90_000)], 10],
    ["one that runs says nothing", [ended(null), ended(NOW - 100_000)], 0],
  ] as const)("%s", (_what, past, seconds) => {
    expect(lagSecondsLeft(past, NOW)).toBe(seconds);
  });
});

scenario("a rollout asked for as the one before ends begins when that has settled", {}, async (web) => {
  await web.start({ force: true }, "first");
  await web.engine.settled("first");
  await web.start({ force: true }, "second");
  await web.engine.settled("second");
  const [second, first] = await web.rollouts();
  expectIn(second).toMatchObject({ id: "second", outcome: "succeeded" });
  expectIn((second?.startedAt ?? 0) - (first?.endedAt ?? 0)).toBeGreaterThanOrEqual(15_000);
});
