import { expect, scenario } from "../support/scenarios/harness.ts";

scenario(
  "a paused rollout takes no step forward, and goes on when its time is over",
  { traffic: { steps: ["10%", "100%"], pause: "1m" }, declaration: { bake: "2m" } },
  async (web) => {
    await web.publish();
    await web.untilShifted(10);
    const paused = await web.steer("pause", { seconds: 3600, reason: "look at it" });
    expect(paused).toMatchObject({ changed: true });
    await web.minutes(55);
    const held = await web.rollout();
    expect(held.traffic).toMatchObject({ step: 1, setPercent: 10 });
    expect(held.waiting?.reason).toContain("paused by ada until");
    const left = held.deadlineAt - web.simulator.clock.now();
    await web.settled();
    const ended = await web.rollout();
    expect(ended.outcome).toBe("succeeded");
    expect(ended.pause).toBeNull();
    expect(left).toBeGreaterThan(3.8 * 3_600_000);
  },
);

scenario(
  "a promoted rollout skips pauses, bake and warm time, and says so",
  {
    traffic: { steps: ["10%", "50%", "100%"], pause: "1h" },
    declaration: { bake: "6h", retire: { drain: "10s", warm: "1d" } },
  },
  async (web) => {
    await web.publish();
    await web.untilShifted(10);
    expect(await web.steer("promote", { reason: "fix is needed" })).toMatchObject({ changed: true });
    await web.minutes(15);
    await web.settled();
    const ended = await web.rollout();
    expect(ended.outcome).toBe("succeeded");
    expect(ended.promotion?.skipped).toEqual(["the pauses of its steps", "bake of 6h", "warm time of 1d"]);
    expect(((ended.endedAt ?? 0) - ended.startedAt) / 60_000).toBeLessThan(20);
  },
);
