import { expect, test } from "vitest";
import type { Measurement } from "../../../src/domain/telemetry/metric-catalogue.ts";
import { readAttempts } from "../../../src/ledger/attempts.ts";
import { readExcept } from "../../../src/ledger/except.ts";
import { readLease } from "../../../src/ledger/leases.ts";
import { closeRecycle } from "../../../src/recycle/states/close-recycle.ts";
import { STRANDED } from "../../support/domain/recycle-record.ts";
import { fakeRecycle, STEP } from "../../support/recycle/fake-recycle-step.ts";

const failed = (error: string) => ({
  failure: { phase: "HandOff" as const, error, reason: "no proof", imageAtFault: false },
});

test("what was replaced is written down, and the fleet is free", async () => {
  const step = await fakeRecycle({ record: { replaced: ["i-old"] } });
  expect(await closeRecycle(STEP, step.context)).toMatchObject({
    verdict: "pass",
    reason: "1 server of generation 6 replaced in place",
  });
  expect(await step.after()).toMatchObject({ outcome: "succeeded" });
  expect((await readLease(step.ledger, "web"))?.owner ?? null).toBeNull();
});

test("what failed for a cause that passes is tried again; what was refused is not", async () => {
  const passing = await fakeRecycle({ record: failed("NoCapacity") });
  expect((await closeRecycle(STEP, passing.context)).verdict).toBe("fail");
  expect((await readAttempts(passing.ledger, "web")).last).toMatchObject([{ failures: 1 }]);
  expect(await readExcept(passing.ledger, "web")).toEqual([]);
  const refused = await fakeRecycle({ record: failed("HandoffFailed") });
  await closeRecycle(STEP, refused.context);
  expect(await refused.after()).toMatchObject({ outcome: "rolled-back" });
  expect(await readExcept(refused.ledger, "web")).toMatchObject([{ by: `recycle ${STEP.run}` }]);
});

test("an admission that failed is told, and counted", async () => {
  const step = await fakeRecycle();
  const error = { Error: "States.TaskFailed", Cause: "" };
  expect((await closeRecycle({ ...STEP, run: "web-recycle-2", fence: 0, error }, step.context)).verdict).toBe(
    "fail",
  );
  expect((await step.entries()).map(({ action }) => action)).toContain("not-admitted");
});

test.each([
  [{ replaced: ["i-old"], queue: [] }, "Recycle Succeeded", "succeeded"],
  [failed("HandoffFailed"), "Recycle Rolled Back", "rolled-back"],
  [failed("Superseded"), "Recycle Superseded", "superseded"],
  [{ ...failed("HandoffFailed"), stranded: STRANDED }, "Recycle Needs Person", "needs-person"],
])(
  "its end is published and counted once, however often the step is run: %j",
  async (record, type, outcome) => {
    const step = await fakeRecycle({ record });
    const measured: Measurement[] = [];
    const measure = (each: readonly Measurement[]) => void measured.push(...each);
    for (const _ of [1, 2]) await closeRecycle(STEP, { ...step.context, measure });
    expect(step.published.map(([each]) => each)).toEqual([type]);
    expect(measured.filter(({ metric }) => metric === "Recycles").map(({ by }) => by)).toEqual([{ outcome }]);
  },
);

test("an admission that failed is published as refused, and counted as failed", async () => {
  const step = await fakeRecycle();
  const measured: Measurement[] = [];
  const context = { ...step.context, measure: (each: readonly Measurement[]) => void measured.push(...each) };
  const error = { Error: "AccessDenied", Cause: "" };
  await closeRecycle({ ...STEP, run: "web-recycle-2", fence: 0, error }, context);
  expect(step.published.map(([each]) => each)).toEqual(["Recycle Refused"]);
  expect(measured).toMatchObject([{ metric: "Recycles", by: { outcome: "failed" } }]);
});
