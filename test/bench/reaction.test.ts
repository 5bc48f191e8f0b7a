import { describe, expect, test } from "vitest";
import { cases, strategies } from "../../bench/reaction/cases.ts";
import { measureReaction } from "../../bench/reaction/measure.ts";
import { isInTime } from "../../bench/reaction/reaction.ts";

test("every phase with every strategy and every trigger is measured, but what pulls has nothing to drain", () => {
  expect(cases).toHaveLength(42);
  for (const strategy of strategies) {
    const phases = new Set(cases.filter((each) => each.strategy === strategy).map(({ phase }) => phase));
    const all = ["pause", "bake", "drain", "warm", "handoff"];
    expect([...phases]).toEqual(strategy === "pull" ? all.filter((phase) => phase !== "drain") : all);
  }
});

describe("green is at 0 % within its target group's own detection and 120 s", () => {
  test.each(cases)("$phase, $strategy, $trigger", async (given) => {
    const measured = await measureReaction(given);
    const { seconds, requestsLost, boundSeconds, ...row } = measured;
    expect(row).toEqual(given);
    expect(boundSeconds).toBe(given.strategy === "pull" ? 120 : 140);
    expect(isInTime(measured)).toBe(true);
    expect(seconds).toBeGreaterThan(0);
    // Who is well and goes back loses nobody.
    expect(requestsLost > 0).toBe(given.trigger === "floor" && given.strategy !== "pull");
  });
});
