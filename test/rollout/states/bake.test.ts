import { expect, test } from "vitest";
import { bake } from "../../../src/rollout/states/bake.ts";
import { fakeStep, INPUT, NOW } from "../../support/rollout/fake-step.ts";
import { A, B, GREEN } from "../../support/rollout/fake-work.ts";

const health = (...states: string[]) => ({
  DescribeTargetHealth: () => ({
    TargetHealthDescriptions: states.map((State, index) => ({
      Target: { Id: `i-${index}` },
      TargetHealth: { State },
    })),
  }),
  DescribeAutoScalingGroups: () => ({
    AutoScalingGroups: [{ AutoScalingGroupName: GREEN, DesiredCapacity: 2 }],
  }),
});
const MOVED = { step: 2, setPercent: 100, setAt: 5, observedPercent: 100, agreeingReads: 2 };

/** A bake of so many seconds that began so long ago, of a green of two servers in these states. */
const after = async (seconds: number, states: string[], more: object = {}, total = "2m") => {
  const step = await fakeStep({
    declaration: { bake: total },
    record: {
      phase: "Bake",
      size: 2,
      phaseStartedAt: NOW - seconds * 1000,
      traffic: { ...MOVED, setAt: NOW - 60_000 },
      ...more,
    },
    answers: health(...states),
  });
  return { ...step, answer: await bake(INPUT, step.context) };
};
const WELL = ["healthy", "healthy"];

test("looks at once a second after it began, and not before", async () => {
  const just = await after(0.999, []);
  expect(just.answer).toMatchObject({ verdict: "wait", waitSeconds: 30 });
  expect(just.sent).toEqual([]);
  expect((await after(1, WELL)).sent).toHaveLength(1);
});

test("goes on in quarters of its time, and passes at its end with the gates as evidence", async () => {
  expect((await after(60, WELL)).answer).toMatchObject({ verdict: "wait", waitSeconds: 30 });
  expect((await after(110, WELL)).answer).toMatchObject({ verdict: "wait", waitSeconds: 10 });
  const { answer, entries, ...step } = await after(120, WELL);
  expect(answer).toMatchObject({ verdict: "pass", reason: expect.stringMatching(/2m$/) });
  expect((await entries())[0]).toMatchObject({ kind: "evidence", evidence: { gates: [] } });
  expect((await step.after())?.milestones).toEqual({ baked: NOW });
});

test("of no time at all is judged once", async () => {
  const { answer, sent } = await after(0, WELL, {}, "0s");
  expect(answer.verdict).toBe("pass");
  expect(sent).toHaveLength(1);
});

test("blames an image whose servers all fall ill", async () => {
  const { answer, ...step } = await after(60, ["unhealthy", "unhealthy"]);
  expect(answer).toMatchObject({
    verdict: "fail",
    reason: expect.stringMatching(/^during the bake: .*\b0 of/),
  });
  expect((await step.after())?.failure).toMatchObject({ phase: "Bake", imageAtFault: true });
});

test("does not end while green is in doubt, and ends with it after the validation deadline", async () => {
  const doubt = (seconds: number) =>
    after(130, ["healthy", "draining"], { timers: { inconclusive: NOW - seconds * 1000 } });
  const within = await doubt(900);
  expect(within.answer).toMatchObject({ verdict: "wait", waitSeconds: 15 });
  const late = await doubt(900.001);
  expect(late.answer).toMatchObject({ verdict: "fail", reason: expect.stringMatching(/within 15m$/) });
  expect((await late.after())?.failure).toMatchObject({ imageAtFault: true });
  const good = await after(60, WELL, { timers: { inconclusive: 1 } });
  expect((await good.after())?.milestones).toEqual({});
});

/** A bake in which traffic has not been read for a while; blue has its part, and its servers these states. */
const stray = async (blueWeight: number, blueStates: string[], timers: object = {}) => {
  const TargetGroups = [
    { TargetGroupArn: A, Weight: blueWeight },
    { TargetGroupArn: B, Weight: 100 - blueWeight },
  ];
  const targets = (states: string[]) => ({
    TargetHealthDescriptions: states.map((State, index) => ({
      Target: { Id: `i-${index}` },
      TargetHealth: { State },
    })),
  });
  const step = await fakeStep({
    declaration: { bake: "10m" },
    record: { phase: "Bake", size: 2, phaseStartedAt: NOW - 200_000, traffic: MOVED, timers },
    answers: {
      ...health(...WELL),
      DescribeTargetHealth: ({ TargetGroupArn }) => targets(TargetGroupArn === A ? blueStates : WELL),
      DescribeListeners: () => ({
        Listeners: [{ DefaultActions: [{ Type: "forward", ForwardConfig: { TargetGroups } }] }],
      }),
    },
  });
  return { ...step, answer: await bake(INPUT, step.context) };
};

test("reads every other poll where traffic is, and leaves a blue that answers what it was given", async () => {
  const kept = await stray(50, WELL);
  expect(kept.answer).toMatchObject({ verdict: "wait", reason: expect.stringMatching(/^baking/u) });
  expect((await kept.after())?.timers).toEqual({ "traffic-read": NOW });
  const soon = await stray(50, [], { "traffic-read": NOW - 139_000 });
  expect(soon.sent.map(({ name }) => name)).not.toContain("DescribeListeners");
  expect((await stray(0, [])).answer.reason).toMatch(/^baking/u);
});

test("has green take again what a blue was given that answers nowhere, after a second read", async () => {
  const once = await stray(50, ["unhealthy"]);
  expect(once.answer).toMatchObject({ verdict: "wait", waitSeconds: 15 });
  expect(once.answer.reason).toMatch(
    /^somebody gave blue 50% of the traffic, and no server of blue's answers; it is/u,
  );
  const twice = await stray(100, [], { "traffic-read": NOW - 15_000, "blue-silent": NOW - 15_000 });
  expect(twice.answer).toEqual({
    verdict: "shift-again",
    waitSeconds: 5,
    reason: "somebody gave blue 100% of the traffic, and no server of blue's answers",
  });
  expect((await twice.entries()).at(-1)).toMatchObject({ action: "shift-again" });
});
