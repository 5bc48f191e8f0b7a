import { describe, expect, test } from "vitest";
import type { Group } from "../../../src/aws/auto-scaling/auto-scaling.ts";
import { AccessDenied, NotFound, Throttled } from "../../../src/errors/errors.ts";
import { removeGroup } from "../../../src/rollout/retirement/remove-group.ts";
import { generation } from "../../support/cli/records.ts";
import { A, BLUE, fakeWork, groupOf } from "../../support/rollout/fake-work.ts";

const NOW = 1_000_000;
const BLUES = generation({
  group: BLUE,
  template: { id: "lt-1", version: 6, baseVersion: 5, ownedByMoult: true },
});
const delay = (seconds: number) => ({
  DescribeTargetGroupAttributes: () => ({
    Attributes: [{ Key: "deregistration_delay.timeout_seconds", Value: String(seconds) }],
  }),
});
const remove = async (group: Group | undefined, wanted: Parameters<typeof fakeWork>[0] = {}, of = BLUES) => {
  const fake = fakeWork(wanted);
  const answer = await removeGroup(of, group, fake.work);
  return { ...fake, answer, names: fake.sent.map(({ name }) => name) };
};
const failing = (error: Error) => ({
  UpdateAutoScalingGroup: () => {
    throw error;
  },
});

describe("a group of servers", () => {
  const TARGETS = { targetGroups: [A] };

  test("goes to zero, and is drained for as long as its target group takes", async () => {
    const group = groupOf(BLUE, ["i-1", "i-2"], TARGETS);
    const { answer, sent, reasons, work } = await remove(group, { answers: delay(120) });
    expect(answer).toMatchObject({ verdict: "wait", waitSeconds: 130 });
    expect(answer?.reason).toMatch(/^2 /);
    expect(sent[0]).toEqual({
      name: "UpdateAutoScalingGroup",
      input: { AutoScalingGroupName: BLUE, MinSize: 0, DesiredCapacity: 0 },
    });
    expect(reasons).toEqual([[expect.stringMatching(/generation 6 /), { servers: 2 }]]);
    expect(work.run().removals).toEqual({ [BLUE]: { toZeroAt: NOW, unseenSince: null } });
  });

  test("without a target group needs no time to drain", async () => {
    const { answer, names } = await remove(groupOf(BLUE, ["i-1"]));
    expect(answer).toMatchObject({ waitSeconds: 10 });
    expect(names).toEqual(["UpdateAutoScalingGroup"]);
  });

  test("that has a minimum or a size but nobody yet is read once more", async () => {
    for (const size of [
      { desired: 1, minSize: 0 },
      { desired: 0, minSize: 1 },
    ]) {
      const { answer, names } = await remove(groupOf(BLUE, [], size));
      expect(answer).toMatchObject({ verdict: "wait", waitSeconds: 10 });
      expect(names).toEqual(["UpdateAutoScalingGroup"]);
    }
  });

  test("that stops is looked at when it can be done, then every tenth of the time", async () => {
    const going = { desired: 0, minSize: 0, ...TARGETS };
    const after = async (seconds: number) => {
      const removals = { [BLUE]: { toZeroAt: NOW - seconds * 1000, unseenSince: null } };
      const { answer } = await remove(groupOf(BLUE, ["i-1"], going), {
        record: { removals },
        answers: delay(120),
      });
      return answer?.waitSeconds;
    };
    expect([await after(0), await after(100), await after(130), await after(300)]).toEqual([130, 30, 13, 30]);
    const unmarked = await remove(groupOf(BLUE, ["i-1"], going), { answers: delay(120) });
    expect(unmarked.answer).toMatchObject({ waitSeconds: 130 });
    expect(unmarked.answer?.reason).toMatch(/^1 /);
    expect(unmarked.names).toEqual(["DescribeTargetGroupAttributes"]);
  });

  test("names up to three that are protected or stand by", async () => {
    const kept = (id: string, change: object) => ({
      id,
      lifecycleState: "InService",
      protectedFromScaleIn: false,
      ...change,
    });
    const instances = [
      kept("i-1", {}),
      kept("i-2", { protectedFromScaleIn: true }),
      kept("i-3", { lifecycleState: "Standby" }),
      kept("i-4", { protectedFromScaleIn: true }),
      kept("i-5", { protectedFromScaleIn: true }),
    ] as unknown as Group["instances"];
    const { answer } = await remove(groupOf(BLUE, [], { desired: 0, minSize: 0, instances }));
    expect(answer?.reason).toMatch(/^i-2, i-3, i-4 are /);
  });

  test("that is empty is deleted, and its template version with it", async () => {
    const { answer, names, reasons, sent } = await remove(groupOf(BLUE, []));
    expect(answer).toBeNull();
    expect(names).toEqual(["DeleteAutoScalingGroup", "DeleteLaunchTemplateVersions"]);
    expect(sent[0]?.input).toEqual({ AutoScalingGroupName: BLUE });
    expect(sent[1]?.input).toEqual({ LaunchTemplateId: "lt-1", Versions: ["6"] });
    expect(reasons).toEqual([
      [expect.stringMatching(/generation 6 .*empty/), { servers: 0 }],
      [expect.stringMatching(/generation 6 .*template/)],
    ]);
  });

  test("of a version that is not ours leaves the version", async () => {
    const theirs = { ...BLUES, template: { ...BLUES.template, ownedByMoult: false } };
    expect((await remove(groupOf(BLUE, []), {}, theirs)).names).toEqual(["DeleteAutoScalingGroup"]);
  });
});

describe("a group that is not seen", () => {
  test("goes to zero when it is there after all", async () => {
    const { answer, reasons } = await remove(undefined);
    expect(answer).toMatchObject({ verdict: "wait", waitSeconds: 10 });
    expect(answer?.reason).toContain(BLUE);
    expect(reasons).toEqual([[expect.stringMatching(/generation 6's/)]]);
  });

  test("is gone when the call says so, and its version goes", async () => {
    const { answer, names } = await remove(undefined, { answers: failing(new NotFound("gone")) });
    expect(answer).toBeNull();
    expect(names).toEqual(["UpdateAutoScalingGroup", "DeleteLaunchTemplateVersions"]);
  });

  test("is gone where the call is denied for half a minute", async () => {
    const denied = (unseenFor: number | null) =>
      remove(undefined, {
        answers: failing(new AccessDenied("no tag")),
        record: {
          removals:
            unseenFor === null ? {} : { [BLUE]: { toZeroAt: null, unseenSince: NOW - unseenFor * 1000 } },
        },
      });
    const first = await denied(null);
    expect(first.answer).toMatchObject({ verdict: "wait", waitSeconds: 10 });
    expect(first.work.run().removals).toEqual({ [BLUE]: { toZeroAt: null, unseenSince: NOW } });
    expect((await denied(29.9)).answer).not.toBeNull();
    expect((await denied(30)).answer).toBeNull();
  });

  test("is not taken for gone when the call fails otherwise", async () => {
    await expect(remove(undefined, { answers: failing(new Throttled("slow")) })).rejects.toBeInstanceOf(
      Throttled,
    );
  });
});
