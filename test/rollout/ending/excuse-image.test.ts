import { describe, expect, test } from "vitest";
import { excuseImage } from "../../../src/rollout/ending/excuse-image.ts";
import { A, BLUE, fakeWork, groupOf, ONE } from "../../support/rollout/fake-work.ts";

const NOW = 1_000_000;
const ILL = {
  phase: "Bake",
  error: "GateFailed",
  reason: "0 healthy",
  imageAtFault: true,
  ofHealth: true,
} as const;

/** Blue has two servers in these states, going back began so long ago, and its checks take ten seconds. */
async function excuse(states: readonly string[], ago = 0, more: Parameters<typeof fakeWork>[0] = {}) {
  const fake = fakeWork({
    ...more,
    record: { failure: ILL, milestones: { undoing: NOW - ago }, ...more.record },
    answers: {
      DescribeTargetHealth: () => ({
        TargetHealthDescriptions: states.map((State, index) => ({
          Target: { Id: `i-${index}` },
          TargetHealth: { State },
        })),
      }),
      DescribeTargetGroups: () => ({
        TargetGroups: [{ TargetGroupArn: A, HealthCheckIntervalSeconds: 5, UnhealthyThresholdCount: 2 }],
      }),
    },
  });
  const groups = new Map([[BLUE, groupOf(BLUE, ["i-0", "i-1"])]]);
  const answer = await excuseImage(async () => groups, fake.work);
  return { ...fake, answer, failure: fake.work.run().failure };
}

describe("an image that is blamed for ill health", () => {
  test("is not, where each of blue's servers is ill", async () => {
    const { answer, failure, notes } = await excuse(["unhealthy", "unhealthy", "healthy"]);
    expect([answer, failure]).toEqual([
      null,
      { phase: "Bake", error: "BothIll", reason: "0 healthy", imageAtFault: false },
    ]);
    expect(notes).toMatchObject([
      ["decision", expect.stringContaining("answers nowhere, either"), { action: "no-blame" }],
    ]);
  });

  test.each([
    ["one answers", ["unhealthy", "healthy"]],
    ["none is in use", ["unused", "unused"]],
    ["none is in the target group", []],
  ])("is waited with until blue's checks have had their time, and read: %s", async (_what, states) => {
    expect((await excuse(states, 24_999)).answer).toMatchObject({ verdict: "wait", waitSeconds: 15 });
    const { answer, failure } = await excuse(states, 25_000);
    expect([answer, failure]).toEqual([null, ILL]);
  });

  test("is not, where none of blue's answers in that time, though its group replaces the ill ones", async () => {
    const states = ["unhealthy", "initial"];
    expect((await excuse(states, 24_999)).answer).toMatchObject({ verdict: "wait", waitSeconds: 15 });
    const { answer, failure } = await excuse(states, 25_000);
    expect([answer, failure]).toMatchObject([null, { error: "BothIll", imageAtFault: false }]);
    expect((await excuse(["initial", "initial"], 25_000)).failure).toEqual(ILL);
  });

  test("in one target group is held against blue's servers there", async () => {
    const { failure, sent } = await excuse(["unhealthy", "unhealthy"], 0, { traffic: ONE });
    expect(failure?.imageAtFault).toBe(false);
    expect(sent[0]).toEqual({ name: "DescribeTargetHealth", input: { TargetGroupArn: A } });
  });
});

test.each([
  ["by another gate", { record: { failure: { ...ILL, ofHealth: undefined } as never } }],
  ["in quarantine already", { record: { milestones: { quarantined: 1 } } }],
  ["without a blue", { blue: null }],
  ["of servers that pull", { traffic: { strategy: "none" } as const }],
])("one that is blamed %s is no question", async (_what, more) => {
  const { answer, sent } = await excuse(["unhealthy", "unhealthy"], 0, more);
  expect([answer, sent]).toEqual([null, []]);
});
