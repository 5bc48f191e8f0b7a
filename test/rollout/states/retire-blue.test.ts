import { describe, expect, test } from "vitest";
import type { Generation } from "../../../src/domain/generation.ts";
import type { Hold } from "../../../src/domain/run/rollout.ts";
import { AccessDenied } from "../../../src/errors/errors.ts";
import { readGeneration } from "../../../src/ledger/generations.ts";
import { generation } from "../../support/cli/records.ts";
import { group, look } from "../../support/rollout/fake-retirement.ts";
import { NOW } from "../../support/rollout/fake-step.ts";
import { A, B, BLUE, GREEN } from "../../support/rollout/fake-work.ts";

const blueOf = async ({ ledger }: Awaited<ReturnType<typeof look>>) =>
  (await readGeneration(ledger, "web", 6))?.generation;
const released = { milestones: { "blue-released": NOW } };

describe("blue's release", () => {
  test("is told with the traffic, makes green live, and forgets only blue's holds", async () => {
    const hold = (name: string): Hold => ({
      group: name,
      kind: "minimum",
      originalMin: 1,
      heldMin: 9,
      processes: [],
    });
    const step = await look({ record: { holds: [hold(BLUE), hold("other")] } });
    expect(step.answer.verdict).toBe("wait");
    expect(step.changes).toEqual(["ModifyListener", "UpdateAutoScalingGroup"]);
    expect(step.entries).toContainEqual(
      expect.objectContaining({
        kind: "decision",
        action: "release",
        evidence: { traffic: expect.objectContaining({ setPercent: 100, observedPercent: 100 }) },
      }),
    );
    expect(await step.after()).toMatchObject({
      holds: [hold("other")],
      milestones: { "blue-released": NOW },
    });
    expect((await step.after())?.milestones).not.toHaveProperty("warm");
    expect((await readGeneration(step.ledger, "web", 7))?.generation).toMatchObject({
      state: "live",
      reason: "carries the traffic since rollout web-1",
    });
    expect(await blueOf(step)).toMatchObject({ state: "retiring", reason: "replaced by generation 7" });
  });

  test("is not decided on looks that took more than five seconds", async () => {
    const slow = async (ms: number) => {
      let now = NOW;
      const step = await look({
        record: { milestones: { baked: 0 } },
        clock: () => now,
        answers: {
          DescribeAlarms: () => ({}),
          DescribeTargetHealth: () => {
            now = NOW + ms;
            return {
              TargetHealthDescriptions: [0, 1].map((index) => ({
                Target: { Id: `i-${GREEN}-${index}` },
                TargetHealth: { State: "healthy" },
              })),
            };
          },
        },
      });
      return [step.answer.waitSeconds, (await step.after())?.milestones["blue-released"]];
    };
    expect(await slow(5001)).toEqual([1, undefined]);
    expect((await slow(5000))[1]).toBe(NOW + 5000);
  });

  test("of a first generation takes nothing down", async () => {
    const green = generation({ number: 7, group: GREEN, targetGroup: B, state: "launching" });
    const step = await look({ record: { blue: null }, generations: [green], groups: [group(GREEN, 2)] });
    expect(step.answer).toMatchObject({ verdict: "pass", reason: "the first generation is live" });
    expect(step.changes).toEqual([]);
  });

  test("waits for a green that is whole", async () => {
    const groups = [group(BLUE, 2), group(GREEN, 1)];
    const step = await look({ groups, record: { milestones: { baked: 0 } } });
    expect(step.answer).toMatchObject({ verdict: "wait", waitSeconds: 15 });
    expect((await step.after())?.milestones).not.toHaveProperty("blue-released");
  });
});

describe("a blue that is kept warm", () => {
  const warm = (left: number) => ({
    retire: { warm: "20m" },
    record: { milestones: { warm: NOW - (1200 - left) * 1000 } },
  });
  const named = (image: string) => ({
    image,
    madeAt: null,
    source: "channel /images/web",
    by: "event e-1 from aws.ssm",
    evidence: {},
    at: 5,
  });

  test("is looked at every 75 seconds until its time is over", async () => {
    expect((await look({ retire: { warm: "20m" } })).answer).toMatchObject({
      waitSeconds: 75,
      isDeclared: true,
      reason: expect.stringContaining("20m"),
    });
    expect((await look(warm(100))).answer).toMatchObject({ verdict: "wait", waitSeconds: 50 });
    expect((await look(warm(0))).changes).toEqual(["ModifyListener", "UpdateAutoScalingGroup"]);
  });

  test("makes room for what is due next", async () => {
    const generations = [
      generation({ group: BLUE, targetGroup: A }),
      generation({
        number: 7,
        group: GREEN,
        targetGroup: B,
        state: "launching",
        image: "ami-0bbb",
        createdAt: 0,
      }),
    ];
    const early = await look({ ...warm(100), generations, wanted: { named: named("ami-0ccc") } });
    expect(early.entries).toContainEqual(
      expect.objectContaining({
        kind: "decision",
        action: "end-warm",
        reason:
          "blue's warm time ends early: another rollout is due (channel /images/web names ami-0ccc, generation 7 runs ami-0bbb)",
      }),
    );
    expect(early.changes).toEqual(["ModifyListener", "UpdateAutoScalingGroup"]);
    const same = { named: named("ami-0bbb") };
    expect((await look({ ...warm(100), generations, wanted: same })).answer.waitSeconds).toBe(50);
    expect(
      (await look({ ...warm(100), generations, wanted: { named: named("ami-0aaa") } })).answer,
    ).toMatchObject({
      verdict: "fail",
      reason: expect.stringContaining("which generation 6 still runs: it serves again at once"),
    });
    const launchedBefore = { instant: NOW, by: "ada", reason: "kernel", at: NOW };
    expect((await look({ ...warm(100), generations, wanted: { ...same, launchedBefore } })).changes).toEqual([
      "ModifyListener",
      "UpdateAutoScalingGroup",
    ]);
  });

  test("gets the traffic back when green turns bad", async () => {
    const { answer, after } = await look({ ...warm(100), state: "unhealthy" });
    expect(answer).toMatchObject({
      verdict: "fail",
      reason: expect.stringMatching(/^while blue was still there: /u),
    });
    expect((await after())?.failure).toMatchObject({ imageAtFault: true });
  });
});

describe("a blue that is released", () => {
  const retiring = [
    generation({ group: BLUE, targetGroup: A, state: "retiring" }),
    generation({ number: 7, group: GREEN, targetGroup: B, state: "live", reason: "as it was" }),
  ];

  test("stays while green is too small, until it is on its way down", async () => {
    const groups = [group(BLUE, 2), group(GREEN, 1)];
    expect((await look({ groups, record: released })).answer).toEqual({
      verdict: "wait",
      waitSeconds: 10,
      reason: "blue stays: 1 of green's servers are in service, the fleet's floor is 2",
    });
    const removals = { [BLUE]: { toZeroAt: NOW, unseenSince: null } };
    expect((await look({ groups, record: { ...released, removals } })).changes).toEqual([
      "UpdateAutoScalingGroup",
    ]);
  });

  test("stays under traffic that somebody gave it since, once its release is seconds ago", async () => {
    const after = (ms: number, percent: number) =>
      look({ percent, generations: retiring, record: { milestones: { "blue-released": NOW - ms } } });
    expect((await after(5000, 40)).answer).toEqual({
      verdict: "wait",
      waitSeconds: 60,
      reason: expect.stringMatching(/^blue stays: .* 40% is on green$/u),
    });
    expect((await after(4999, 40)).changes).toEqual(["UpdateAutoScalingGroup"]);
    expect((await after(5000, 100)).changes).toEqual(["UpdateAutoScalingGroup"]);
  });

  test("is gone with its group, and green is not written twice", async () => {
    const step = await look({
      record: released,
      generations: retiring,
      groups: [group(BLUE, 0), group(GREEN, 2)],
    });
    expect(step.answer).toMatchObject({ verdict: "pass", reason: "generation 6 is gone" });
    expect(step.changes).toEqual(["DeleteAutoScalingGroup", "DeleteLaunchTemplateVersions"]);
    expect(await blueOf(step)).toMatchObject({ state: "gone", reason: "replaced by generation 7" });
    expect((await readGeneration(step.ledger, "web", 7))?.generation.reason).toBe("as it was");
  });

  test("that does not go in a rollout's time is retained, with the reason", async () => {
    const after = (ms: number) =>
      look({
        groups: [group(BLUE, 2), group(GREEN, 1)],
        generations: retiring,
        record: { milestones: { "blue-released": NOW - ms } },
      });
    expect((await after(14_399_999)).answer.verdict).toBe("wait");
    const step = await after(14_400_000);
    expect(step.answer).toMatchObject({
      verdict: "pass",
      reason: expect.stringMatching(/^generation 6 is retained: blue stays: 1 of green's/u),
    });
    expect(step.entries).toContainEqual(
      expect.objectContaining({ kind: "decision", action: "retain", subject: BLUE }),
    );
    expect(await blueOf(step)).toMatchObject({ state: "retained" });
  });

  test("is not looked at again once it is written down as gone", async () => {
    const gone = [generation({ group: BLUE, targetGroup: A, state: "gone" }), retiring[1] as Generation];
    const step = await look({ groups: [group(GREEN, 2)], generations: gone, record: released });
    expect(step.answer).toMatchObject({ verdict: "pass", reason: "generation 6 is gone" });
    expect(step.changes).toEqual([]);
  });

  test("and is not there is not retained, however late it is found", async () => {
    const answers = {
      UpdateAutoScalingGroup: () => {
        throw new AccessDenied("what is gone has no tag");
      },
    };
    const record = { milestones: { "blue-released": NOW - 14_400_000 } };
    const step = await look({ groups: [group(GREEN, 2)], generations: retiring, record, answers });
    expect(step.answer).toMatchObject({ verdict: "wait", reason: `${BLUE} is not seen: look again` });
    expect(await blueOf(step)).toMatchObject({ state: "retiring" });
  });

  test("without proof of its data is retained and left alone", async () => {
    const step = await look({ record: { milestones: { ...released.milestones, retained: 5 } } });
    expect(step.answer).toMatchObject({ verdict: "pass", reason: "generation 6 is retained" });
    expect(step.changes).toEqual([]);
    expect(await blueOf(step)).toMatchObject({
      state: "retained",
      reason: "replaced by generation 7, without proof that its data is safe",
    });
  });
});
