import fc from "fast-check";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { StepAnswer } from "../../src/domain/run/step-answer.ts";
import { runTask } from "../../src/engine/run-task.ts";
import { log } from "../../src/lambda/log.ts";
import { stateHandler } from "../../src/lambda/state-handler.ts";
import { takeLease } from "../../src/ledger/leases.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { rolloutStep } from "../../src/rollout/rollout-step.ts";
import { wait } from "../../src/step/answers.ts";
import { checkedAnswer } from "../../src/step/checked-answer.ts";
import type { Runtime } from "../../src/step/open-context.ts";
import { defineState } from "../../src/step/state.ts";
import type { StepContext } from "../../src/step/step.ts";
import { stepTask } from "../../src/step/task-input.ts";
import { rollout } from "../support/cli/records.ts";
import { lambdaContext } from "../support/lambda/context.ts";
import { runtime } from "../support/lambda/function-runtime.ts";
import { serveWeb } from "../support/ledger/serving-fleet.ts";

/** What ends an execution with no way back (aws-facts 9.1). */
const WRONG = [-1, 1.5, null, undefined, "5", Number.NaN, Number.POSITIVE_INFINITY, 24_856 * 86_400];

const answering = (waitSeconds: unknown) =>
  defineState({
    phase: "Bake",
    input: stepTask,
    services: {},
    step: async () => ({ verdict: "wait", waitSeconds, reason: "not yet" }) as StepAnswer,
  });
const INPUT = { fleet: "web", rollout: "web-1", fence: 3 };

beforeEach(() => {
  vi.spyOn(log, "error").mockReturnValue();
});

describe.each(WRONG)("a wait of %s seconds", (seconds) => {
  const fault = {
    name: "RangeError",
    message: `Bake answered a wait of ${String(seconds)} seconds (not yet), which the machine cannot wait for. Report this as a fault of moult`,
  };

  test("does not leave the function", async () => {
    const handler = stateHandler(answering(seconds), {}, runtime());
    await expect(handler(INPUT, lambdaContext)).rejects.toMatchObject(fault);
  });

  test("does not reach the embedded engine", async () => {
    const machine = { name: "one", kind: null, states: { bake: answering(seconds) } };
    const { ledger, clock } = runtime();
    const own = { ledger, clock, random: Math.random } as unknown as Runtime;
    await expect(runTask("bake", INPUT, own, [machine])).rejects.toMatchObject(fault);
  });
});

test("what the machine cannot wait for is thrown before it is written down, where nobody could read it again", async () => {
  const { ledger } = runtime();
  await serveWeb(ledger);
  await rollouts.write(ledger, rollout({ phase: "Bake", deadlineAt: 9 }), "any");
  await takeLease(ledger, { fleet: "web", owner: "web-1", now: 1, ttlSeconds: 600 });
  const context = { ledger, clock: { now: () => 1 } } as StepContext;
  const input = { fleet: "web", run: "web-1", fence: 1 };
  for (const waitSeconds of [-1, 1.5, Number.NaN]) {
    const step = rolloutStep("Bake", input, context, async () => ({
      verdict: "wait",
      waitSeconds,
      reason: "",
    }));
    await expect(step).rejects.toMatchObject({ name: "RangeError" });
    expect((await rollouts.read(ledger, "web", "web-1"))?.run.waiting).toBeNull();
  }
});

test("a reason that is no text is one that the end of the machine could not say", () => {
  const answer = { waitSeconds: 0, reason: undefined as unknown as string };
  expect(() => checkedAnswer("Admit", answer)).toThrow(/^Admit answered a wait of 0 seconds \(undefined\)/);
});

test("what a step says with wait can be waited for, however it came to the number", () => {
  fc.assert(
    fc.property(fc.double({ max: 24_855 * 86_400, noNaN: true, noDefaultInfinity: true }), (seconds) => {
      const answer = wait(seconds, "not yet");
      expect(checkedAnswer("Bake", answer)).toBe(answer);
      expect(answer.waitSeconds).toBeGreaterThanOrEqual(1);
    }),
  );
});
