import { describe, expect, test } from "vitest";
import type { Generation } from "../../../src/domain/generation.ts";
import type { Hold, RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { readGeneration } from "../../../src/ledger/generations.ts";
import { readVerdict } from "../../../src/ledger/image-verdicts.ts";
import { readLease } from "../../../src/ledger/leases.ts";
import { rollBack } from "../../../src/rollout/states/roll-back.ts";
import { generation } from "../../support/cli/records.ts";
import { forwardsTo } from "../../support/rollout/fake-listener.ts";
import { fakeStep, INPUT, NOW } from "../../support/rollout/fake-step.ts";
import { A, B, BLUE, GREEN } from "../../support/rollout/fake-work.ts";

const SICK = { phase: "Bake" as const, error: "GateFailed", reason: "it is sick", imageAtFault: true };
const blue = generation({ group: BLUE, targetGroup: A });
const green = generation({ number: 7, group: GREEN, targetGroup: B, state: "launching", createdAt: 0 });
const group = (name: string, size: number) => ({
  AutoScalingGroupName: name,
  MinSize: size,
  MaxSize: 10,
  DesiredCapacity: size,
});

interface World {
  readonly record?: Partial<RolloutRecord>;
  readonly generations?: readonly Generation[];
  readonly onFailure?: { readonly quarantine?: boolean; readonly keepGreen?: string };
  /** Groups that exist. */
  readonly groups?: readonly object[];
}

/** A rollout that is rolled back where traffic never left blue, and what was asked of AWS. */
function back({ record = {}, groups = [group(BLUE, 4), group(GREEN, 0)], ...world }: World = {}) {
  return fakeStep({
    record,
    ...(world.generations && { generations: world.generations }),
    declaration: world.onFailure ? { onFailure: world.onFailure } : {},
    answers: {
      DescribeAutoScalingGroups: ({ AutoScalingGroupNames }) => ({
        AutoScalingGroups: groups.filter((each) =>
          (AutoScalingGroupNames as string[]).includes(
            (each as ReturnType<typeof group>).AutoScalingGroupName,
          ),
        ),
      }),
      ...forwardsTo([{ TargetGroupArn: A, Weight: 100 }]),
    },
  });
}
const names = (sent: readonly { readonly name: string }[]): string[] => sent.map(({ name }) => name);

describe("what was never begun", () => {
  test("has nothing to undo, whoever holds the fleet", async () => {
    const { context, ledger } = await back();
    const other = { fleet: "web", run: "web-2", fence: 0 };
    expect(await rollBack(other, context)).toMatchObject({
      verdict: "pass",
      reason: "nothing was admitted, so nothing is to be undone",
    });
    expect((await readLease(ledger, "web"))?.owner).toBe("web-1");
  });

  test("gives its lease back", async () => {
    const { context, ledger } = await back({ record: { id: "web-0" } });
    expect(await rollBack({ ...INPUT, fence: 0 }, context)).toMatchObject({
      verdict: "pass",
      reason: "nothing was begun, so nothing is to be undone",
    });
    expect((await readLease(ledger, "web"))?.owner ?? null).toBeNull();
  });
});

test("what was undone to the end is not looked at again", async () => {
  const generations = [blue, { ...green, state: "gone" as const, targetGroup: null }];
  const { context, sent } = await back({ record: { failure: SICK }, generations });
  expect(await rollBack(INPUT, context)).toMatchObject({ verdict: "pass", reason: "generation 7 is gone" });
  expect(sent).toEqual([]);
});

describe("the failure", () => {
  test("is written down as the machine caught it", async () => {
    const { context, after, entries } = await back({ record: { phase: "ShiftTraffic" } });
    await rollBack({ ...INPUT, error: { Error: "States.Timeout", Cause: "late" } }, context);
    expect((await after())?.failure).toMatchObject({
      phase: "ShiftTraffic",
      error: "States.Timeout",
      reason: "States.Timeout: late",
      imageAtFault: false,
    });
    expect(await entries()).toContainEqual(
      expect.objectContaining({ kind: "decision", action: "roll-back", reason: "States.Timeout: late" }),
    );
  });

  test("without an error is a failure all the same, and blames no image", async () => {
    const { context, ledger, after } = await back();
    await rollBack(INPUT, context);
    expect((await after())?.failure).toMatchObject({
      error: "Failed",
      reason: "an earlier state failed",
      imageAtFault: false,
    });
    expect(await readVerdict(ledger, "ami-0bbb", null)).toBeUndefined();
    expect((await after())?.milestones).not.toHaveProperty("quarantined");
    expect(await readGeneration(ledger, "web", 7)).toMatchObject({
      generation: { state: "gone", reason: "an earlier state failed" },
    });
  });

  test("that was written down before stays", async () => {
    const { context, after, entries } = await back({ record: { failure: SICK } });
    await rollBack({ ...INPUT, error: { Error: "Other" } }, context);
    expect((await after())?.failure).toEqual(SICK);
    expect((await entries()).map(({ action }) => action)).not.toContain("roll-back");
  });
});

describe("an image that is to blame", () => {
  test("is quarantined and told once", async () => {
    const { context, ledger, after, entries } = await back({ record: { failure: SICK } });
    await rollBack(INPUT, context);
    expect(await readVerdict(ledger, "ami-0bbb", null)).toMatchObject({
      imageId: "ami-0bbb",
      fleet: "web",
      rollout: "web-1",
      reason: "it is sick",
      at: NOW,
      lifted: null,
    });
    const told = expect.objectContaining({
      kind: "decision",
      action: "quarantine",
      subject: "ami-0bbb",
      reason: "ami-0bbb is quarantined for every fleet: it is sick",
    });
    expect(await entries()).toContainEqual(told);
    expect((await after())?.milestones["quarantined"]).toBe(NOW);
    await rollBack(INPUT, context);
    expect((await entries()).filter(({ action }) => action === "quarantine")).toHaveLength(1);
  });

  test.each([
    ["it was quarantined before, and let out since", { failure: SICK, milestones: { quarantined: 5 } }, {}],
    ["the fleet does not want it", { failure: SICK }, { quarantine: false }],
    ["something else is to blame", { failure: { ...SICK, imageAtFault: false } }, {}],
  ])("is let be when %s", async (_what, record, onFailure) => {
    const { context, ledger, entries } = await back({ record, onFailure });
    await rollBack(INPUT, context);
    expect(await readVerdict(ledger, "ami-0bbb", null)).toBeUndefined();
    expect((await entries()).map(({ action }) => action)).not.toContain("quarantine");
  });
});

describe("green", () => {
  const held = (name: string): Hold => ({
    group: name,
    kind: "minimum",
    originalMin: 2,
    heldMin: 4,
    processes: [],
  });

  test("goes when blue has back what was held, and is forgotten with its holds", async () => {
    const { context, ledger, sent, after } = await back({
      record: { failure: SICK, holds: [held(BLUE), held(GREEN), held("other")] },
    });
    expect(await rollBack(INPUT, context)).toMatchObject({
      verdict: "pass",
      reason: "generation 7 is gone",
    });
    expect(sent.filter(({ name }) => !name.startsWith("Describe"))).toEqual([
      { name: "UpdateAutoScalingGroup", input: { AutoScalingGroupName: BLUE, MinSize: 2 } },
      { name: "DeleteAutoScalingGroup", input: expect.objectContaining({ AutoScalingGroupName: GREEN }) },
      { name: "DeleteLaunchTemplateVersions", input: expect.anything() },
    ]);
    expect(sent[0]?.input).toMatchObject({ AutoScalingGroupNames: [GREEN, BLUE] });
    expect((await after())?.holds).toEqual([held("other")]);
    expect(await readGeneration(ledger, "web", 7)).toMatchObject({
      generation: { ...green, state: "gone", reason: "it is sick" },
    });
  });

  test("goes where blue's group is gone, which gets nothing back", async () => {
    const { context, sent } = await back({
      record: { failure: SICK, holds: [held(BLUE)] },
      groups: [group(GREEN, 0)],
    });
    expect(await rollBack(INPUT, context)).toMatchObject({ verdict: "pass" });
    expect(names(sent)).not.toContain("UpdateAutoScalingGroup");
  });

  test("is kept for study as long as declared, counted from when traffic was back", async () => {
    const kept = async (backAt: number) => {
      const { context, sent } = await back({
        record: { failure: SICK, milestones: { "traffic-reverted": backAt } },
        onFailure: { keepGreen: "10m" },
      });
      const { verdict, waitSeconds } = await rollBack(INPUT, context);
      return [verdict, waitSeconds, names(sent).includes("DeleteAutoScalingGroup")];
    };
    expect(await kept(NOW)).toEqual(["wait", 60, false]);
    expect(await kept(NOW - 590_000)).toEqual(["wait", 10, false]);
    expect(await kept(NOW - 600_000)).toEqual(["pass", 0, true]);
  });

  test("of a first generation goes too", async () => {
    const { context, sent } = await back({
      record: { failure: SICK, blue: null },
      generations: [green],
    });
    expect(await rollBack(INPUT, context)).toMatchObject({ verdict: "pass" });
    expect(sent[0]?.input).toMatchObject({ AutoScalingGroupNames: [GREEN] });
  });

  test("that was never launched has its number taken", async () => {
    const { context, ledger, sent } = await back({
      record: { failure: SICK, templateVersion: 3 },
      generations: [blue],
    });
    expect(await rollBack(INPUT, context)).toMatchObject({
      verdict: "pass",
      reason: "nothing was launched",
    });
    expect(sent[0]?.input).toMatchObject({ AutoScalingGroupNames: [BLUE] });
    expect(await readGeneration(ledger, "web", 7)).toMatchObject({
      generation: {
        fleet: "web",
        number: 7,
        group: GREEN,
        template: { id: "lt-0abc", version: 3, baseVersion: 3, ownedByMoult: false },
        image: "ami-0bbb",
        targetGroup: null,
        state: "gone",
        createdAt: NOW,
        healthySeconds: null,
      },
    });
  });

  test("may have a template version that is not seen yet: it is looked for once more", async () => {
    const { context, ledger } = await back({
      record: { failure: SICK, milestones: { pinning: NOW } },
      generations: [blue],
    });
    expect(await rollBack(INPUT, context)).toMatchObject({ verdict: "wait", waitSeconds: 10 });
    expect(await readGeneration(ledger, "web", 7)).toBeUndefined();
  });
});
