import { describe, expect, test } from "vitest";
import { look } from "../../support/rollout/fake-retirement.ts";
import { NOW } from "../../support/rollout/fake-step.ts";

describe("traffic just before blue goes", () => {
  test("that sticks to blue is sent to green, and what was in doubt is not any more", async () => {
    const { answer, changes, reasons, after } = await look({
      stickySeconds: 60,
      record: { timers: { "traffic-moved": 5 } },
    });
    expect(answer).toMatchObject({ verdict: "wait", waitSeconds: 10 });
    expect([changes, reasons.at(-1)]).toEqual([
      ["ModifyListener"],
      ["blue is drained: end the sticky sessions that are left on it"],
    ]);
    expect((await after())?.timers).not.toHaveProperty("traffic-moved");
  });

  test("that somebody took from green is set again, and blue's proofs are forgotten", async () => {
    const { answer, changes, after } = await look({
      percent: 50,
      record: { milestones: { handoff: 5 }, timers: { "traffic-moved": NOW - 900_000 } },
    });
    expect(answer.verdict).toBe("wait");
    expect(changes).not.toContain("UpdateAutoScalingGroup");
    const milestones = (await after())?.milestones;
    expect([milestones?.["drained"], milestones?.["handoff"]]).toEqual([undefined, undefined]);
  });

  test("that somebody keeps taking ends the rollout", async () => {
    const { answer } = await look({ percent: 50, record: { timers: { "traffic-moved": NOW - 900_001 } } });
    expect(answer).toMatchObject({
      verdict: "fail",
      reason: "traffic does not stay on green: somebody else keeps moving it",
    });
  });
});
