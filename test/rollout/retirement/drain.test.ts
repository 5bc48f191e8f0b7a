import { describe, expect, test } from "vitest";
import type { Generation } from "../../../src/domain/generation.ts";
import { drainBlocker } from "../../../src/rollout/retirement/drain.ts";
import { A, fakeWork, ONE } from "../../support/rollout/fake-work.ts";

const NOW = 1_000_000;
/** Blue is to drain for ten minutes; traffic moved so many seconds ago. */
const moved = (secondsAgo: number | null, more: object = {}) => ({
  declaration: { retire: { drain: "10m" } },
  record: {
    startedAt: 100_000,
    traffic: {
      step: 2,
      setPercent: 100,
      setAt: secondsAgo === null ? null : NOW - secondsAgo * 1000,
      observedPercent: 100,
      agreeingReads: 2,
    },
    ...more,
  },
});
const blueOf = (fake: ReturnType<typeof fakeWork>): Generation => {
  if (fake.work.blue === null) throw new Error("there is no blue");
  return fake.work.blue;
};
const drained = async (wanted: Parameters<typeof fakeWork>[0]) => {
  const fake = fakeWork(wanted);
  const answer = await drainBlocker(blueOf(fake), fake.work);
  return { ...fake, answer };
};

/** CloudWatch's sums by the time that a question begins at, in seconds. */
const requests = (
  sums: Readonly<Record<number, number[]>>,
  balancers = ["arn:x:loadbalancer/app/web/1"],
) => ({
  DescribeTargetGroups: () => ({ TargetGroups: [{ TargetGroupArn: A, LoadBalancerArns: balancers }] }),
  GetMetricData: (input: Record<string, unknown>) => ({
    MetricDataResults: [{ Values: sums[Number(input["StartTime"]) / 1000] ?? [] }],
  }),
});

describe("the declared time", () => {
  test("is waited for a minute at a time, and what is left of it at the end", async () => {
    const early = await drained(moved(60));
    expect(early.answer).toMatchObject({ verdict: "wait", waitSeconds: 60 });
    expect(early.answer?.reason).toMatch(/9m/);
    expect((await drained(moved(577))).answer).toMatchObject({ verdict: "wait", waitSeconds: 23 });
    expect((await drained(moved(null))).answer).toMatchObject({ verdict: "wait", waitSeconds: 60 });
  });

  test("is over to the second, and that is written down once", async () => {
    const { answer, notes, work, sent } = await drained(moved(600));
    expect(answer).toBeNull();
    expect(notes).toEqual([
      ["evidence", expect.stringMatching(/10m/), { evidence: { secondsSinceMoved: 600 } }],
    ]);
    expect(work.run().milestones).toEqual({ drained: NOW });
    expect(sent).toEqual([]);
    expect((await drained(moved(0, { milestones: { drained: 1 } }))).notes).toEqual([]);
  });

  test("is nothing to servers that pull", async () => {
    const { answer, sent } = await drained({ ...moved(0), traffic: { strategy: "none" } });
    expect([answer, sent]).toEqual([null, []]);
  });
});

describe("silence", () => {
  // Quiet since 820 s (180 s before now); heard from -500 s (ten minutes before the start at 100 s) on.
  test("of three minutes ends it, where something was heard before", async () => {
    const { answer, notes } = await drained({ ...moved(180), answers: requests({ 820: [], [-500]: [7] }) });
    expect(answer).toBeNull();
    expect(notes[0]?.[1]).toMatch(/3m/);
  });

  test.each([
    ["it is too short yet", 179, requests({ 820: [], [-500]: [7] })],
    ["one request was counted in it", 180, requests({ 820: [0, 1], [-500]: [7] })],
    ["nothing was ever heard", 180, requests({ 820: [], [-500]: [] })],
    ["only nothing was heard", 180, requests({ 820: [], [-500]: [0, 0] })],
    ["no load balancer names blue any more", 180, requests({ 820: [], [-500]: [7] }, [])],
    ["the target group is gone", 180, { DescribeTargetGroups: () => ({ TargetGroups: [] }) }],
  ])("does not count when %s", async (_what, seconds, answers) => {
    const { answer, work } = await drained({ ...moved(seconds), answers });
    expect(answer).toMatchObject({ verdict: "wait", waitSeconds: 60 });
    expect(work.run().milestones).toEqual({});
  });

  test("is not listened to before its time, nor without a target group", async () => {
    expect((await drained(moved(179))).sent).toEqual([]);
    const fake = fakeWork(moved(300));
    expect(await drainBlocker({ ...blueOf(fake), targetGroup: null }, fake.work)).not.toBeNull();
    expect(fake.sent).toEqual([]);
  });
});

describe("one target group", () => {
  const states = (blue: string | null) => ({
    DescribeTrafficSources: ({ AutoScalingGroupName: name }: Record<string, unknown>) => ({
      TrafficSources:
        name === "web-g0006" && blue !== null
          ? [{ Identifier: A, State: blue }]
          : [{ Identifier: A, State: "InService" }].slice(name === "web-g0006" ? 1 : 0),
    }),
  });

  test("is left when blue is in it no more, however short the time", async () => {
    const gone = await drained({ ...moved(5), traffic: ONE, answers: states(null) });
    expect(gone.answer).toBeNull();
    const leaving = await drained({ ...moved(5), traffic: ONE, answers: states("Removing") });
    expect(leaving.answer).toMatchObject({ verdict: "wait", waitSeconds: 60 });
  });
});
