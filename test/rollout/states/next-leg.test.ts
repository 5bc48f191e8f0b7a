import { describe, expect, test } from "vitest";
import { InvalidInput, LedgerConflict, ServiceUnavailable } from "../../../src/errors/errors.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { nextLeg } from "../../../src/rollout/states/next-leg.ts";
import type { StepContext } from "../../../src/step/step.ts";
import { fakeStep, INPUT } from "../../support/rollout/fake-step.ts";

const BY = { ...INPUT, execution: "web-1" };
const LEG = { number: 1, polls: 1500 };
const NEXT = { number: 2, execution: "web-1-leg-2", afterLoss: false };
const STARTED = ["rollout", "web-1-leg-2", { fleet: "web", leg: { run: "web-1", number: 2 } }];

describe("the next leg of a rollout", () => {
  test("is named in the record before its execution is started", async () => {
    const { context, after, started, entries } = await fakeStep({ record: { phase: "Bake", leg: LEG } });
    let named: unknown;
    const starter: StepContext["starter"] = {
      start: async (...execution) => {
        named = (await after())?.leg;
        return context.starter.start(...execution);
      },
    };
    expect(await nextLeg(BY, { ...context, starter })).toMatchObject({
      verdict: "pass",
      reason: "web-1-leg-2 carries it on",
    });
    expect(named).toEqual({ ...LEG, next: NEXT });
    expect(started).toEqual([STARTED]);
    expect(await after()).toMatchObject({ execution: "web-1", phase: "Bake", leg: { ...LEG, next: NEXT } });
    expect(await entries()).toMatchObject([
      {
        action: "next-leg",
        subject: "web-1-leg-2",
        reason: "leg 1 has polled 1500 times: the next execution takes it up in Bake",
      },
    ]);
  });

  test("that was named before is started, and named once", async () => {
    const { context, after, started, entries } = await fakeStep({ record: { leg: { ...LEG, next: NEXT } } });
    await nextLeg(BY, context);
    expect([started, await entries()]).toEqual([[STARTED], []]);
    expect((await after())?.leg.next).toEqual(NEXT);
  });

  test.each([
    ["has taken it up", { execution: "web-1-leg-2", leg: { number: 2, polls: 0 } }],
    ["is not wanted, for it was taken over", { execution: "web-1-recover-1" }],
    ["has ended it", { endedAt: 7, outcome: "succeeded" as const }],
  ])("%s: nothing is started, and nothing written", async (_what, record) => {
    const { context, started, after, entries } = await fakeStep({ record });
    const before = await after();
    expect((await nextLeg(BY, context)).verdict).toBe("pass");
    expect([started, await entries(), await after()]).toEqual([[], [], before]);
  });

  test("is not started when the record was written by somebody else meanwhile", async () => {
    const { context, ledger, started } = await fakeStep({ record: { leg: LEG } });
    const put: Ledger["put"] = async (item, expected) => {
      if (item.sort.startsWith("rollout#")) throw new LedgerConflict("another was first");
      return ledger.put(item, expected);
    };
    const raced = Object.assign(Object.create(ledger) as Ledger, { put });
    await expect(nextLeg(BY, { ...context, ledger: raced })).rejects.toBeInstanceOf(LedgerConflict);
    expect(started).toEqual([]);
  });

  test("whose start is lost stays named, so that a second try starts it", async () => {
    const { context, after } = await fakeStep({ record: { leg: LEG } });
    const starter = {
      start: async (): Promise<never> => {
        throw new ServiceUnavailable("TimeoutError");
      },
    };
    await expect(nextLeg(BY, { ...context, starter })).rejects.toBeInstanceOf(ServiceUnavailable);
    expect((await after())?.leg.next).toEqual(NEXT);
  });

  test("of a rollout that nobody wrote down is none", async () => {
    const { context } = await fakeStep();
    await expect(nextLeg({ ...BY, run: "web-7" }, context)).rejects.toBeInstanceOf(InvalidInput);
  });
});
