import { describe, expect, test } from "vitest";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { AccessDenied, Frozen, LeaseLost, LedgerConflict, Throttled } from "../../../src/errors/errors.ts";
import { type Undone, undoWithinLimit } from "../../../src/rollout/ending/undo-within-limit.ts";
import { rolloutStep } from "../../../src/rollout/rollout-step.ts";
import { pass, pause, wait } from "../../../src/step/answers.ts";
import { fakeStep, INPUT, NOW } from "../../support/rollout/fake-step.ts";
import { BLUE } from "../../support/rollout/fake-work.ts";

const FAILURE = { phase: "Bake" as const, error: "Failed", reason: "it is sick", imageAtFault: true };
const MINUTE = 60_000;
const HOLD = {
  group: BLUE,
  kind: "minimum" as const,
  originalMin: 1,
  heldMin: 4,
  processes: [],
};
const group = (over: object = {}) => ({
  AutoScalingGroups: [{ AutoScalingGroupName: BLUE, MinSize: 4, MaxSize: 9, DesiredCapacity: 4, ...over }],
});

/** RollBack whose body answers so, with the undoing's deadline so far away. */
async function undone(
  body: () => Promise<Undone>,
  deadlineIn: number,
  { answers = {}, ...record }: Partial<RolloutRecord> & { answers?: object } = {},
) {
  const step = await fakeStep({
    record: {
      phase: "RollBack",
      failure: FAILURE,
      milestones: { undoing: NOW - 10 * MINUTE },
      deadlineAt: NOW + deadlineIn,
      ...record,
    },
    answers: { DescribeAutoScalingGroups: () => group(), UpdateAutoScalingGroup: () => ({}), ...answers },
  });
  const answer = await rolloutStep("RollBack", INPUT, step.context, (work) =>
    undoWithinLimit(body, work),
  ).catch((error: unknown) => error as Error);
  return { ...step, answer };
}

describe("the deadline of the undoing", () => {
  test("is its own, from when it begins on", async () => {
    const { after } = await undone(async () => wait(60, "blue is ill"), -1, { milestones: {} });
    expect(await after()).toMatchObject({
      milestones: { undoing: NOW },
      deadlineAt: NOW + 4 * 3600_000,
      needsPerson: null,
    });
  });

  test("is not begun anew by a later poll", async () => {
    const { after } = await undone(async () => wait(60, "blue is ill"), MINUTE);
    expect(await after()).toMatchObject({ deadlineAt: NOW + MINUTE });
  });

  test("ends the run for a person when it has passed: holds are given back, the image is quarantined", async () => {
    const { after, answer, entries, sent } = await undone(async () => wait(60, "blue is ill"), -1, {
      holds: [HOLD],
    });
    const reason = "going back has taken longer than it may: blue is ill";
    expect(answer).toMatchObject({ verdict: "pass", reason });
    expect(await after()).toMatchObject({ needsPerson: { reason, at: NOW }, holds: [] });
    expect((await after())?.milestones).toHaveProperty("quarantined");
    expect((await entries()).map(({ action }) => action)).toContain("needs-person");
    expect(sent.filter(({ name }) => name === "UpdateAutoScalingGroup")).toHaveLength(1);
  });

  test.each([
    ["what is done by then passes", async () => pass("gone"), "pass"],
    ["a declared wait is no work", async () => pause(60, "green is kept for study"), "wait"],
    ["what was set a moment ago is read back", async () => wait(5, "traffic is set back to blue"), "wait"],
  ] as const)("%s", async (_what, body, verdict) => {
    const { answer, after } = await undone(body, -1);
    expect(answer).toMatchObject({ verdict });
    expect((await after())?.needsPerson).toBeNull();
  });

  test("nothing is read back for longer than five minutes", async () => {
    const { after } = await undone(async () => wait(5, "traffic is set back"), -301_000);
    expect((await after())?.needsPerson?.reason).toMatch(/traffic is set back$/);
  });
});

describe("an error", () => {
  const failing = (error: Error) => async (): Promise<Undone> => {
    throw error;
  };

  test.each([new AccessDenied("not allowed"), new Throttled("slow down"), new Error("a bug")])(
    "past the deadline ends the run for a person: %s",
    async (error) => {
      const { after } = await undone(failing(error), -1);
      expect((await after())?.needsPerson?.reason).toBe(
        `going back has taken longer than it may: ${error.message}`,
      );
    },
  );

  test.each([new LeaseLost("taken"), new LedgerConflict("somebody else wrote"), new Frozen("frozen: audit")])(
    "that says nothing of the fleet does not: %s",
    async (error) => {
      const { after } = await undone(failing(error), -1);
      expect((await after())?.needsPerson).toBeNull();
    },
  );

  test("before the deadline is the step's", async () => {
    const { answer, after } = await undone(failing(new Error("a bug")), MINUTE);
    expect(answer).toMatchObject({ message: "a bug" });
    expect((await after())?.needsPerson).toBeNull();
  });
});

test("where going on would not help the run ends at once", async () => {
  const { answer, after } = await undone(async () => ({ needsPerson: "traffic goes to and fro" }), MINUTE);
  expect(answer).toMatchObject({ verdict: "pass", reason: "traffic goes to and fro" });
  expect(await after()).toMatchObject({ needsPerson: { reason: "traffic goes to and fro", at: NOW } });
});

test("a hold that cannot be given back stays on record, and the run ends all the same", async () => {
  const refuse = () => {
    throw new AccessDenied("not allowed");
  };
  const { after, entries } = await undone(async () => wait(60, "blue is ill"), -1, {
    holds: [HOLD],
    answers: { UpdateAutoScalingGroup: refuse },
  });
  expect(await after()).toMatchObject({ needsPerson: { at: NOW }, holds: [HOLD] });
  expect((await entries()).map(({ action }) => action)).toContain("still-held");
});

test("a hold whose return is throttled is tried again before the run ends, as long as there is time", async () => {
  const throttled = () => {
    throw new Throttled("Rate exceeded");
  };
  const why = async () => ({ needsPerson: "the alarm still rings" });
  const special = { holds: [HOLD], answers: { UpdateAutoScalingGroup: throttled } };
  for (const left of [MINUTE, -1]) {
    const before = await undone(why, left, special);
    expect(before.answer).toMatchObject({ verdict: "wait", waitSeconds: 30 });
    expect(await before.after()).toMatchObject({ needsPerson: null, holds: [HOLD] });
  }
  const late = await undone(why, -6 * MINUTE, special);
  expect(late.answer).toMatchObject({ verdict: "pass", reason: "the alarm still rings" });
  expect(await late.after()).toMatchObject({ needsPerson: { at: NOW }, holds: [HOLD] });
});
