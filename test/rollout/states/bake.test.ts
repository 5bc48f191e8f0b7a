import { expect, test } from "vitest";
import { bake } from "../../../src/rollout/states/bake.ts";
import { fakeStep, INPUT, NOW } from "../../support/rollout/fake-step.ts";
import { GREEN } from "../../support/rollout/fake-work.ts";

const health = (...states: string[]) => ({
  DescribeTargetHealth: () => ({
    TargetHealthDescriptions: states.map((State, index) => ({
      Target: { Id: `i-${index}` },
      TargetHealth: { State },
    })),
  }),
  DescribeAutoScalingGroups: () => ({ AutoScalingGroups: [{ AutoScalingGroupName: GREEN }] }),
});
/** A bake of so many seconds that began so long ago, of a green of two servers in these states. */
const after = async (seconds: number, states: string[], more: object = {}, total = "2m") => {
  const step = await fakeStep({
    declaration: { bake: total },
    record: {
      phase: "Bake",
      size: 2,
      phaseStartedAt: NOW - seconds * 1000,
      traffic: { step: 2, setPercent: 100, setAt: 5, observedPercent: 100, agreeingReads: 2 },
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
