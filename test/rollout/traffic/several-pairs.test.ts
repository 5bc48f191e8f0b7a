import { describe, expect, test } from "vitest";
import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import { AccessDenied, NotFound } from "../../../src/errors/errors.ts";
import { observeTargetHealth } from "../../../src/rollout/gates/observe/target-health.ts";
import { watchGreen } from "../../../src/rollout/gates/watch-green.ts";
import { drainBlocker } from "../../../src/rollout/retirement/drain.ts";
import { readRollback } from "../../../src/rollout/traffic/rollback-facts.ts";
import { readTraffic, setTraffic } from "../../../src/rollout/traffic/traffic.ts";
import { generation } from "../../support/cli/records.ts";
import { A, B, BLUE, fakeWork, GREEN, groupOf, LISTENER } from "../../support/rollout/fake-work.ts";

const C = A.replace("/a/1", "/c/3");
const D = A.replace("/a/1", "/d/4");
const INNER = LISTENER.replace("/web/1/2", "/inner/3/4");

const TRAFFIC: FleetDeclaration["traffic"] = {
  strategy: "alb-weighted",
  steps: ["10%", "100%"],
  pairs: [
    { rules: [LISTENER], targetGroups: [A, B] },
    { rules: [INNER], targetGroups: [C, D] },
  ],
};
const blue = generation({ group: BLUE, targetGroup: A, targetGroups: [A, C] });
const green = generation({
  number: 7,
  group: GREEN,
  targetGroup: B,
  targetGroups: [B, D],
  state: "launching",
});
type Wanted = Omit<NonNullable<Parameters<typeof fakeWork>[0]>, "traffic" | "blue" | "green">;
const fake = (wanted: Wanted = {}) => fakeWork({ traffic: TRAFFIC, blue, green, ...wanted });

const forward = (blueGroup: string, greenGroup: string, percent: number) => [
  {
    Type: "forward",
    ForwardConfig: {
      TargetGroups: [
        { TargetGroupArn: blueGroup, Weight: 100 - percent },
        { TargetGroupArn: greenGroup, Weight: percent },
      ],
    },
  },
];
/** What both listeners give green; null: the second one is gone. */
const listeners = (first: number, second: number | null) => ({
  DescribeListeners: ({ ListenerArns: [arn] = [] }: { ListenerArns?: string[] }) => {
    if (arn === LISTENER) return { Listeners: [{ DefaultActions: forward(A, B, first) }] };
    if (second === null) throw new NotFound("gone");
    return { Listeners: [{ DefaultActions: forward(C, D, second) }] };
  },
});
/** Servers that are healthy in each target group. */
const health = (by: Readonly<Record<string, readonly string[]>>) => ({
  DescribeTargetHealth: ({ TargetGroupArn = "" }: { TargetGroupArn?: string }) => ({
    TargetHealthDescriptions: ["i-1", "i-2"].map((Id) => ({
      Target: { Id },
      TargetHealth: { State: by[TargetGroupArn]?.includes(Id) ? "healthy" : "unhealthy" },
    })),
  }),
});

describe("green's health", () => {
  test("is that of both pairs: a server counts where it is healthy in each, the floor what the worse one has", async () => {
    const { work, sent } = fake({ answers: health({ [B]: ["i-1"], [D]: ["i-2"] }) });
    const gate = { kind: "target-health", healthy: 100, for: 0 } as const;
    const seen = await observeTargetHealth({ name: "target-health", gate, servers: null }, work);
    expect(seen?.targets.map(({ state }) => state)).toEqual(["unhealthy", "unhealthy"]);
    expect(seen?.least).toBe(1);
    expect(sent.map(({ input }) => input["TargetGroupArn"])).toEqual([B, D]);
  });

  test("is not enough with one pair in which nobody answers", async () => {
    const traffic = { step: 1, setPercent: 10, setAt: 5, observedPercent: 10, agreeingReads: 1 };
    const answers = health({ [B]: ["i-1", "i-2"], [D]: [] });
    const { work } = fake({ answers, record: { size: 2, traffic, phase: "ShiftTraffic" } });
    expect(await watchGreen(work)).toMatchObject({
      verdict: "fail",
      reason: expect.stringContaining("0 of green's servers are healthy, the fleet's floor is 2"),
    });
  });

  test("and blue's are read in both pairs on the way back", async () => {
    const answers = health({ [A]: ["i-1", "i-2"], [C]: ["i-1"], [B]: [], [D]: ["i-2"] });
    const groups = new Map([
      [BLUE, groupOf(BLUE, ["i-1", "i-2"])],
      [GREEN, groupOf(GREEN, ["i-1", "i-2"])],
    ]);
    const { work } = fake({ answers, record: { size: 2, phase: "RollBack" } });
    expect(await readRollback({ percent: 50 }, groups, work)).toMatchObject({
      blue: { healthy: 1 },
      green: { healthy: 0 },
    });
  });
});

describe("the way back", () => {
  const record = { phase: "RollBack", size: 2 } as const;

  test("skips a listener that is gone, and tells it once", async () => {
    const { work, notes } = fake({ answers: listeners(10, null), record });
    const { reading } = await readTraffic(work);
    expect(reading).toEqual({ percent: 10, byRule: [{ arn: LISTENER, percent: 10 }] });
    await readTraffic(work);
    expect(notes).toEqual([
      [
        "decision",
        `${INNER} is gone: somebody deleted it. It is skipped, the other rules are set without it`,
        { action: "skip-rule", subject: INNER },
      ],
    ]);
    const forth = fake({ answers: listeners(10, null), record: { phase: "ShiftTraffic" } });
    await expect(readTraffic(forth.work)).rejects.toThrow(NotFound);
  });

  test("tries each listener though another fails; forward the first failure stops", async () => {
    const answers = {
      ...listeners(10, 10),
      ModifyListener: ({ ListenerArn }: { ListenerArn?: string }) => {
        if (ListenerArn === LISTENER) throw new AccessDenied("not allowed");
        return {};
      },
    };
    const written = async (phase: "RollBack" | "ShiftTraffic") => {
      const { work, sent } = fake({ answers, record: { ...record, phase } });
      const { traffic } = await readTraffic(work);
      await expect(setTraffic(0, traffic, work)).rejects.toThrow("not allowed");
      return sent.filter(({ name }) => name === "ModifyListener").map(({ input }) => input["ListenerArn"]);
    };
    expect(await written("RollBack")).toEqual([LISTENER, INNER]);
    expect(await written("ShiftTraffic")).toEqual([LISTENER]);
  });
});

describe("blue has drained early", () => {
  const drained = async (ofInner: readonly number[]) => {
    const traffic = { step: 2, setPercent: 100, setAt: 700_000, observedPercent: 100, agreeingReads: 2 };
    const LoadBalancerArns = ["arn:x:loadbalancer/app/web/1"];
    const { work } = fake({
      declaration: { retire: { drain: "10m" } },
      record: { startedAt: 100_000, traffic },
      answers: {
        DescribeTargetGroups: () => ({
          TargetGroups: [A, C].map((TargetGroupArn) => ({ TargetGroupArn, LoadBalancerArns })),
        }),
        GetMetricData: (input) => {
          const isBefore = Number(input["StartTime"]) < 500_000;
          const isInner = JSON.stringify(input).includes("targetgroup/c/3");
          const [before = 0, since = 0] = isInner ? ofInner : [9, 0];
          return { MetricDataResults: [{ Values: [isBefore ? before : since] }] };
        },
      },
    });
    return drainBlocker(blue, work);
  };

  test("when both pairs were heard and have fallen silent", async () => {
    expect(await drained([4, 0])).toBeNull();
    expect(await drained([4, 1])).toMatchObject({ verdict: "wait" });
    expect(await drained([0, 0])).toMatchObject({ verdict: "wait" });
  });
});
