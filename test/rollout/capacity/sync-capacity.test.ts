import { describe, expect, test } from "vitest";
import type { Group } from "../../../src/aws/auto-scaling/auto-scaling.ts";
import type { Hold, RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { readGroups, syncCapacity } from "../../../src/rollout/capacity/sync-capacity.ts";
import { finalCheck } from "../../../src/rollout/gates/final-check.ts";
import { generation } from "../../support/cli/records.ts";
import { BLUE, fakeWork, GREEN, groupOf } from "../../support/rollout/fake-work.ts";

const NOW = 1_000_000;
const minimum = (group: string, was: number, heldMin: number): Hold => ({
  group,
  kind: "minimum",
  originalMin: was,
  heldMin,
  processes: [],
});
const suspended = (group: string): Hold => ({ ...minimum(group, 9, 9), kind: "suspended-processes" });
const ids = (count: number) => Array.from({ length: count }, (_, index) => `i-${index}`);
const described = (...groups: readonly [string, number][]) => ({
  DescribeAutoScalingGroups: () => ({
    AutoScalingGroups: groups.map(([AutoScalingGroupName, count]) => ({
      AutoScalingGroupName,
      DesiredCapacity: count,
      Instances: ids(count).map((InstanceId) => ({ InstanceId, LifecycleState: "InService" })),
    })),
  }),
});

describe("both groups", () => {
  test("are read in one call, and what is gone is named", async () => {
    const both = fakeWork({ answers: described([BLUE, 2], [GREEN, 3]) });
    expect(await readGroups(both.work)).toMatchObject({ blue: { desired: 2 }, green: { desired: 3 } });
    expect(both.sent).toMatchObject([{ input: { AutoScalingGroupNames: [GREEN, BLUE] } }]);
    const missing = async (...groups: readonly [string, number][]) =>
      readGroups(fakeWork({ answers: described(...groups) }).work);
    expect(await missing([BLUE, 2])).toEqual({ missing: expect.stringContaining(GREEN) });
    expect(await missing([GREEN, 2])).toEqual({ missing: expect.stringContaining(BLUE) });
  });

  test("are one for a first generation", async () => {
    const { work, sent } = fakeWork({ blue: null, answers: described([GREEN, 3]) });
    expect(await readGroups(work)).toMatchObject({ blue: undefined, green: { desired: 3 } });
    expect(sent).toMatchObject([{ input: { AutoScalingGroupNames: [GREEN] } }]);
  });
});

describe("sizes", () => {
  const keep = async (groups: { blue?: Group; green: Group }, holds: Hold[] = [], size = 4) => {
    const fake = fakeWork({ record: { size, holds } });
    const answer = await syncCapacity({ blue: groups.blue, green: groups.green }, fake.work);
    return { ...fake, answer, holds: fake.work.run().holds, size: fake.work.run().size };
  };

  test("that are right take no call and no write", async () => {
    const { answer, sent, notes, holds } = await keep({
      blue: groupOf(BLUE, ids(4)),
      green: groupOf(GREEN, ids(4)),
    });
    expect([answer, sent, notes, holds]).toEqual([null, [], [], []]);
  });

  test("of blue are held where it could shrink, never lower than before", async () => {
    const elastic = groupOf(BLUE, ids(4), { minSize: 2 });
    const { sent, holds } = await keep({ blue: elastic, green: groupOf(GREEN, ids(4)) });
    expect(sent).toEqual([
      { name: "UpdateAutoScalingGroup", input: { AutoScalingGroupName: BLUE, MinSize: 4 } },
    ]);
    expect(holds).toEqual([minimum(BLUE, 2, 4)]);
    const others = [suspended(BLUE), minimum(GREEN, 8, 8), minimum(BLUE, 2, 6)];
    const lagging = await keep({ blue: elastic, green: groupOf(GREEN, ids(6), { minSize: 6 }) }, others, 6);
    expect(lagging.sent).toMatchObject([{ input: { AutoScalingGroupName: BLUE, MinSize: 6 } }]);
  });

  test("of green follow a blue that grew: minimum, size and room for it, with the undo kept", async () => {
    const { answer, sent, holds, size, reasons } = await keep(
      { blue: groupOf(BLUE, ids(6)), green: groupOf(GREEN, ids(4), { maxSize: 5 }) },
      [suspended(GREEN), minimum(BLUE, 6, 6), minimum(GREEN, 6, 4)],
    );
    expect(sent).toEqual([
      {
        name: "UpdateAutoScalingGroup",
        // What is desired follows the minimum, and is an autoscaler's beyond that.
        input: { AutoScalingGroupName: GREEN, MinSize: 6, MaxSize: 6 },
      },
    ]);
    expect(holds).toEqual([suspended(GREEN), minimum(BLUE, 6, 6), minimum(GREEN, 6, 6)]);
    expect(reasons).toEqual([[expect.stringMatching(/^blue has 6 /), { green: 4 }]]);
    expect(size).toBe(6);
    expect(answer).toMatch(/4 of 6/);
  });

  test("of green that is larger, or only its minimum too low, are kept and held", async () => {
    const larger = groupOf(GREEN, ids(7), { minSize: 3, maxSize: 12 });
    const { sent, holds, answer } = await keep({ blue: groupOf(BLUE, ids(4)), green: larger });
    expect(sent.map(({ input }) => input)).toEqual([{ AutoScalingGroupName: GREEN, MinSize: 4 }]);
    expect(holds).toEqual([minimum(GREEN, 3, 4)]);
    expect(answer).toBeNull();
    const smaller = await keep({ green: groupOf(GREEN, ids(3), { minSize: 4 }) });
    expect(smaller.sent).toMatchObject([{ input: { MinSize: 4 } }]);
    expect(smaller.reasons).toEqual([[expect.stringMatching(/^blue has 0 /), { green: 3 }]]);
  });

  test("count servers that are in service", async () => {
    const green = groupOf(GREEN, ids(4));
    const [first, ...others] = green.instances;
    const instances = [{ ...first, lifecycleState: "Pending" }, ...others] as Group["instances"];
    expect((await keep({ green: { ...green, instances } })).answer).toMatch(/3 of 4/);
  });
});

describe("the last look before blue goes", () => {
  const health = (count: number) => ({
    DescribeTargetHealth: () => ({
      TargetHealthDescriptions: ids(count).map((Id) => ({
        Target: { Id },
        TargetHealth: { State: "healthy" },
      })),
    }),
  });
  const SET = { traffic: { step: 2, setPercent: 100, setAt: 5, observedPercent: 100, agreeingReads: 2 } };
  const look = async (
    servers: number,
    healthy: number,
    passed: Pick<Partial<RolloutRecord>, "timers" | "milestones"> = {},
  ) => {
    const fake = fakeWork({
      record: { size: 2, phase: "RetireBlue", ...passed, ...SET },
      answers: { ...described([GREEN, servers]), ...health(healthy) },
    });
    return { ...fake, answer: await finalCheck(fake.work) };
  };

  test("is not taken within five seconds after the bake", async () => {
    expect((await look(0, 0, { milestones: { baked: NOW - 4999 } })).sent).toEqual([]);
    expect((await look(2, 2, { milestones: { baked: NOW - 5000 } })).sent).not.toEqual([]);
    expect((await look(2, 2)).sent).not.toEqual([]);
  });

  test("is taken at once in a fleet without servers: nobody else sees that their group is gone", async () => {
    const record = { size: 0, phase: "RetireBlue" as const, milestones: { baked: NOW }, ...SET };
    const { work } = fakeWork({ record, answers: described() });
    expect(await finalCheck(work)).toMatchObject({ verdict: "fail", reason: expect.stringContaining(GREEN) });
  });

  test("passes a green that is large and healthy enough, and ends its doubt", async () => {
    const { answer, work } = await look(2, 2, { timers: { "too-small": 1, inconclusive: 2 } });
    expect(answer).toBeNull();
    expect(work.run().timers).toEqual({});
  });

  test("waits for one that is too small, until the validation deadline", async () => {
    const small = await look(1, 2, { timers: { "too-small": NOW - 900_000 } });
    expect(small.answer).toMatchObject({ verdict: "wait", waitSeconds: 15 });
    expect(small.answer?.reason).toMatch(/1 of green's .* 2$/);
    const late = await look(1, 2, { timers: { "too-small": NOW - 900_001 } });
    expect(late.answer).toMatchObject({ verdict: "fail" });
    expect(late.answer?.reason).toMatch(/within 15m$/);
    expect(late.work.run().failure).toBeNull();
    expect((await look(1, 2)).work.run().timers).toEqual({ "too-small": NOW });
    expect((await look(2, 1)).answer).toMatchObject({ verdict: "wait", waitSeconds: 15 });
  });

  test("blames the image of one that does not answer, and nobody for one that is gone", async () => {
    const sick = await look(2, 0);
    expect(sick.answer).toMatchObject({ verdict: "fail" });
    expect(sick.work.run().failure).toMatchObject({ imageAtFault: true });
    const { work } = fakeWork({ record: { size: 2, ...SET } });
    expect(await finalCheck(work)).toMatchObject({ verdict: "fail", reason: expect.stringContaining(GREEN) });
    expect(work.run().failure).toBeNull();
  });

  test("counts servers that pull, also right after the bake, and asks nobody for their health", async () => {
    const green = generation({ number: 7, group: GREEN, targetGroup: null });
    const pulling = async (servers: number) => {
      const fake = fakeWork({
        traffic: { strategy: "none" },
        green,
        record: { size: 2, milestones: { baked: NOW } },
        answers: described([GREEN, servers]),
      });
      const answer = await finalCheck(fake.work);
      const reads = ["DescribeAutoScalingGroups", "DescribeAutoScalingGroups", "DescribeScalingActivities"];
      // One that is not well is compared with blue, which is gone here.
      const ofBlue = answer?.verdict === "wait" ? ["DescribeAutoScalingGroups"] : [];
      expect(fake.sent.map(({ name }) => name)).toEqual([...reads, ...ofBlue]);
      return answer?.verdict ?? null;
    };
    expect([await pulling(2), await pulling(1)]).toEqual([null, "wait"]);
  });
});
