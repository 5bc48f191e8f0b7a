import { describe, expect, test } from "vitest";
import type { RolloutRecord } from "../../src/domain/run/rollout.ts";
import { freeze } from "../../src/ledger/freezes.ts";
import { rolloutStep } from "../../src/rollout/rollout-step.ts";
import { pass, pause, wait } from "../../src/step/answers.ts";
import type { StepAnswer } from "../../src/domain/run/step-answer.ts";
import { upgradeWaits } from "../../src/ledger/runs/upgrades.ts";
import { fakeStep, INPUT, NOW } from "../support/rollout/fake-step.ts";

const MINUTE = 60_000;
const DEADLINE = NOW + 10 * MINUTE;

/** Steps of one rollout in its bake, each so long after NOW and with this answer. */
async function steps(
  answers: readonly (readonly [minute: number, answer: StepAnswer | Error])[],
  record: Partial<RolloutRecord> = {},
) {
  const step = await fakeStep({ record: { phase: "Bake", deadlineAt: DEADLINE, ...record } });
  const deadlines: number[] = [];
  for (const [minute, answer] of answers) {
    const context = { ...step.context, clock: { ...step.context.clock, now: () => NOW + minute * MINUTE } };
    await rolloutStep("Bake", INPUT, context, async () => {
      if (answer instanceof Error) throw answer;
      return answer;
    }).catch(() => undefined);
    deadlines.push((((await step.after())?.deadlineAt ?? 0) - DEADLINE) / MINUTE);
  }
  return { ...step, deadlines };
}

describe("a deadline counts work", () => {
  test("a declared wait moves it by as long as it lasted, once", async () => {
    const { deadlines } = await steps([
      [0, pause(180, "baking")],
      [3, wait(60, "blue is ill")],
      [4, wait(60, "blue is ill")],
      [5, pause(60, "baking")],
      [6, pass("baked")],
    ]);
    expect(deadlines).toEqual([0, 3, 3, 3, 4]);
  });

  test("what comes late was no wait from its end on", async () => {
    const { deadlines } = await steps([
      [0, pause(60, "baking")],
      [6, wait(60, "blue is ill")],
    ]);
    expect(deadlines).toEqual([0, 1]);
  });

  test("a wait that is cut short counts for as long as it lasted", async () => {
    const { deadlines } = await steps([
      [0, pause(300, "baking")],
      [2, wait(10, "aborted")],
    ]);
    expect(deadlines).toEqual([0, 2]);
  });

  test("a doubled step counts the wait once", async () => {
    const { deadlines } = await steps([
      [0, pause(300, "baking")],
      [5, pause(60, "baking")],
      [5, pause(60, "baking")],
      [6, wait(10, "green is read")],
    ]);
    expect(deadlines).toEqual([0, 5, 5, 6]);
  });

  test("a step that fails before it wrote anything counts it when it is tried again", async () => {
    const { deadlines } = await steps([
      [0, pause(300, "baking")],
      [5, new Error("died")],
      [5, wait(10, "green is read")],
    ]);
    expect(deadlines.at(-1)).toBe(5);
  });

  test("a freeze is no work", async () => {
    const step = await fakeStep({ record: { phase: "Bake", deadlineAt: DEADLINE } });
    await freeze(step.ledger, {
      fleet: "web",
      reason: "audit",
      by: "ada",
      since: 0,
      until: NOW + 3 * MINUTE,
    });
    for (const minute of [0, 1, 2, 3, 4]) {
      const context = { ...step.context, clock: { ...step.context.clock, now: () => NOW + minute * MINUTE } };
      await rolloutStep("Bake", INPUT, context, async () => wait(60, "green is read"));
    }
    expect((await step.after())?.deadlineAt).toBe(DEADLINE + 3 * MINUTE);
  });

  test("a freeze, and a poll that comes very late, are no part of the bake", async () => {
    const step = await fakeStep({ record: { phase: "Bake", phaseStartedAt: NOW, deadlineAt: DEADLINE } });
    const until = NOW + 3 * MINUTE;
    await freeze(step.ledger, { fleet: "web", reason: "audit", by: "ada", since: 0, until });
    const began: number[] = [];
    for (const minute of [0, 1, 2, 3, 4, 30, 31]) {
      const context = { ...step.context, clock: { ...step.context.clock, now: () => NOW + minute * MINUTE } };
      await rolloutStep("Bake", INPUT, context, async () => pause(60, "baking"));
      began.push((((await step.after())?.phaseStartedAt ?? 0) - NOW) / MINUTE);
    }
    expect(began).toEqual([0, 1, 2, 3, 3, 28, 28]);
  });

  test("a deadline that passes in a declared wait does not end the run", async () => {
    const { after } = await steps([
      [9, pause(1800, "baking")],
      [39, wait(10, "green is read")],
    ]);
    expect((await after())?.failure).toBeNull();
  });

  test("and one that passes at work does", async () => {
    const { after } = await steps([
      [0, pause(300, "baking")],
      [5, wait(60, "green is read")],
      [16, wait(60, "green is read")],
    ]);
    expect((await after())?.failure).toMatchObject({ error: "Deadline" });
  });
});

test("a record of before has no declared wait: nothing of it moves its deadline", async () => {
  const waiting = { reason: "baking", until: NOW + 5 * MINUTE };
  const { waiting: upgraded } = upgradeWaits({ waiting }) as Pick<RolloutRecord, "waiting">;
  expect(upgraded).toEqual({ ...waiting, since: waiting.until, isDeclared: false });
  const { deadlines } = await steps([[5, wait(10, "green is read")]], { waiting: upgraded });
  expect(deadlines).toEqual([0]);
});
