import { describe, expect, test } from "vitest";
import { AlreadyExists, Rejected } from "../../../src/errors/errors.ts";
import { readGeneration } from "../../../src/ledger/generations.ts";
import { launchGreen } from "../../../src/rollout/states/launch-green.ts";
import { generation } from "../../support/cli/records.ts";
import { forwardsTo } from "../../support/rollout/fake-listener.ts";
import { fakeStep, INPUT, NOW } from "../../support/rollout/fake-step.ts";
import { A, B, BLUE, GREEN } from "../../support/rollout/fake-work.ts";

const BLUES = generation({ group: BLUE, targetGroup: A });
const raw = (name: string, change: object = {}) => ({
  AutoScalingGroupName: name,
  LaunchTemplate: { LaunchTemplateId: "lt-0abc", Version: "6" },
  MinSize: 2,
  MaxSize: 9,
  DesiredCapacity: 4,
  VPCZoneIdentifier: "subnet-a",
  ...change,
});
const ours = { Tags: [{ Key: "moult:rollout", Value: "web-1" }] };
const world = (groups: readonly object[], more: object = {}) => ({
  DescribeAutoScalingGroups: () => ({ AutoScalingGroups: groups }),
  ...forwardsTo([
    { TargetGroupArn: A, Weight: 100 },
    { TargetGroupArn: B, Weight: 0 },
  ]),
  DescribeLaunchTemplateVersions: () => ({ LaunchTemplateVersions: [{ VersionNumber: 3 }] }),
  CreateLaunchTemplateVersion: () => ({
    LaunchTemplateVersion: { VersionNumber: 9, LaunchTemplateData: { ImageId: "ami-0bbb" } },
  }),
  ...more,
});
const launch = async (groups: readonly object[], more: object = {}, record: object = {}) => {
  const step = await fakeStep({
    generations: [BLUES],
    record: { phase: "LaunchGreen", size: 4, ...record },
    answers: world(groups, more) as never,
  });
  const answer = await launchGreen(INPUT, step.context);
  const changes = step.sent.filter(({ name }) => !/^(Describe|List|Get)/.test(name));
  return {
    ...step,
    answer,
    changes: changes.map(({ name }) => name),
    inputs: changes.map(({ input }) => input),
  };
};

describe("launching", () => {
  test("pins, creates at blue's size under a hold, and marks it", async () => {
    const { answer, changes, inputs, reasons, ledger, ...step } = await launch([raw(BLUE)]);
    expect(answer).toMatchObject({
      verdict: "pass",
      reason: expect.stringMatching(/web-g0007: 4 .*ami-0bbb$/),
    });
    expect(changes).toEqual(["CreateLaunchTemplateVersion", "CreateAutoScalingGroup"]);
    expect(inputs[1]).toMatchObject({
      AutoScalingGroupName: GREEN,
      MinSize: 4,
      DesiredCapacity: 4,
      MaxSize: 9,
    });
    expect(reasons.map(([said]) => said)).toEqual([
      expect.stringContaining("ami-0bbb"),
      expect.stringMatching(/generation 7: 4 servers of ami-0bbb/),
      expect.stringMatching(/web-g0007 what web-g0006 is/),
    ]);
    const after = await step.after();
    expect(after?.holds).toEqual([
      { group: GREEN, kind: "minimum", originalMin: 2, heldMin: 4, processes: [] },
    ]);
    expect(after?.milestones).toEqual({ pinning: NOW, launched: NOW });
    expect((await readGeneration(ledger, "web", 7))?.generation).toMatchObject({
      state: "launching",
      template: { version: 9 },
    });
  });

  test("is not done again once it is marked", async () => {
    const { answer, sent } = await launch([raw(BLUE), raw(GREEN, ours)], {}, { milestones: { launched: 1 } });
    expect(answer).toMatchObject({ verdict: "pass", reason: expect.stringContaining(GREEN) });
    expect(sent.map(({ name }) => name)).toEqual(["DescribeAutoScalingGroups"]);
  });

  test("goes on where an earlier try made the group, seen or not", async () => {
    const seen = await launch([raw(BLUE), raw(GREEN, ours)]);
    expect(seen.changes).toEqual(["CreateLaunchTemplateVersion"]);
    const CreateAutoScalingGroup = () => {
      throw new AlreadyExists("there");
    };
    const unseen = await launch([raw(BLUE)], { CreateAutoScalingGroup });
    expect(unseen.answer.verdict).toBe("pass");
    const refused = () => {
      throw new Rejected("no");
    };
    await expect(launch([raw(BLUE)], { CreateAutoScalingGroup: refused })).rejects.toBeInstanceOf(Rejected);
  });

  test("suspends the schedules of both groups, and nothing of a schedule that is suspended", async () => {
    const DescribeScheduledActions = () => ({
      ScheduledUpdateGroupActions: [{ ScheduledActionName: "morning" }],
    });
    const { changes, inputs, ...step } = await launch([raw(BLUE)], { DescribeScheduledActions });
    expect(changes).toEqual([
      "CreateLaunchTemplateVersion",
      "CreateAutoScalingGroup",
      "SuspendProcesses",
      "SuspendProcesses",
      "PutScheduledUpdateGroupAction",
    ]);
    expect(inputs.slice(2, 4)).toEqual(
      [GREEN, BLUE].map((AutoScalingGroupName) => ({
        AutoScalingGroupName,
        ScalingProcesses: ["ScheduledActions"],
      })),
    );
    expect((await step.after())?.holds.map(({ group, kind }) => [group, kind])).toEqual([
      [GREEN, "minimum"],
      [GREEN, "suspended-processes"],
      [BLUE, "suspended-processes"],
    ]);
    const SuspendedProcesses = [{ ProcessName: "ScheduledActions" }];
    const rests = await launch([raw(BLUE, { SuspendedProcesses })], { DescribeScheduledActions });
    expect((await rests.after())?.holds).toHaveLength(1);
  });
});

describe("a launch that cannot be", () => {
  test.each<[string, readonly object[], RegExp]>([
    ["blue is gone", [], /web-g0006/],
    ["the name is taken", [raw(BLUE), raw(GREEN, { Tags: [] })], /web-g0007/],
    [
      "blue cannot be copied",
      [raw(BLUE, { WarmPoolConfiguration: {} })],
      /web-g0006 .*WarmPoolConfiguration/,
    ],
  ])("fails before anything is made when %s", async (_what, groups, told) => {
    const { answer, changes } = await launch(groups);
    expect(answer).toMatchObject({ verdict: "fail", reason: expect.stringMatching(told) });
    expect(changes).toEqual([]);
  });
});

test("a first generation asks for itself alone, and is given the declared minimum in the end", async () => {
  const step = await fakeStep({
    generations: [],
    declaration: {
      traffic: { strategy: "none" },
      network: { subnets: ["subnet-a"] },
      capacity: { initial: { min: 1, desired: 4, max: 8 } },
    },
    record: { phase: "LaunchGreen", size: 4, blue: null, imageFrom: null },
    answers: world([]) as never,
  });
  expect((await launchGreen(INPUT, step.context)).verdict).toBe("pass");
  expect(step.sent[0]?.input).toMatchObject({ AutoScalingGroupNames: [GREEN] });
  expect(step.sent.map(({ name }) => name)).not.toContain("DescribeListeners");
  expect((await step.after())?.holds).toEqual([
    { group: GREEN, kind: "minimum", originalMin: 1, heldMin: 4, processes: [] },
  ]);
  expect(step.reasons.at(-1)).toEqual([expect.stringMatching(/web-g0007 what the fleet is/)]);
});
