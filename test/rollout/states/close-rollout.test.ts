import { describe, expect, test } from "vitest";
import { AccessDenied, Throttled } from "../../../src/errors/errors.ts";
import { readAttempts } from "../../../src/ledger/attempts.ts";
import { readExcept } from "../../../src/ledger/except.ts";
import { readLease } from "../../../src/ledger/leases.ts";
import { changeWanted } from "../../../src/ledger/wanted.ts";
import { recordAnswer } from "../../../src/rollout/admission/record-answer.ts";
import { closeRollout } from "../../../src/rollout/states/close-rollout.ts";
import { fakeStep, INPUT, NOW } from "../../support/rollout/fake-step.ts";

const FAILURE = { phase: "Bake" as const, error: "Failed", reason: "it is sick", imageAtFault: false };
const named = (image: string) => ({
  image,
  madeAt: null,
  source: "channel /images/web",
  by: "event e-1 from aws.ssm",
  evidence: {},
  at: 5,
});
/** A rollout whose fleet is to run this image by now. */
const wanting = async (image: string, record: Parameters<typeof fakeStep>[0] = {}) => {
  const step = await fakeStep(record);
  await changeWanted(step.ledger, "web", (before) => ({ ...before, named: named(image) }));
  return step;
};

describe("the end", () => {
  test("is measured once, after it is written: as what it was, or that nothing was begun", async () => {
    const { context } = await wanting("ami-0aaa");
    const measured: unknown[] = [];
    const measuring = { ...context, measure: (each: readonly unknown[]) => void measured.push(...each) };
    await closeRollout(INPUT, measuring);
    expect(measured).toContainEqual({
      metric: "Rollouts",
      value: 1,
      by: { outcome: "succeeded" },
      about: { fleet: "web", rollout: "web-1" },
    });
    const count = measured.length;
    await closeRollout(INPUT, measuring);
    expect(measured).toHaveLength(count);
    await closeRollout({ ...INPUT, run: "web-9", error: { Error: "AccessDenied", Cause: "no" } }, measuring);
    expect(measured.at(-1)).toMatchObject({ by: { outcome: "failed" }, about: { rollout: "web-9" } });
  });

  test("of what succeeded is written, told and answered, and the lease is free", async () => {
    const { context, ledger, after, entries, published } = await wanting("ami-0aaa");
    expect(await closeRollout(INPUT, context)).toMatchObject({
      verdict: "pass",
      reason: expect.stringMatching(/ami-0bbb$/),
    });
    expect(await after()).toMatchObject({ outcome: "succeeded", endedAt: NOW, waiting: null });
    expect((await entries()).map(({ action }) => action)).toEqual(["succeeded", "CloseRollout passed"]);
    expect(published).toEqual([
      [
        "Rollout Succeeded",
        {
          fleet: "web",
          rollout: "web-1",
          reason: "image",
          imageFrom: "ami-0aaa",
          imageTo: "ami-0bbb",
          outcomeReason: expect.stringMatching(/ami-0bbb$/),
          sentence: expect.stringMatching(/^runs ami-0bbb on generation 7/),
          next: expect.arrayContaining(["moult history web --rollout web-1"]),
          since: "1970-01-01T00:16:40.000Z",
          endsAt: null,
        },
      ],
    ]);
    expect((await readLease(ledger, "web"))?.owner).toBeNull();
  });

  test("of what was rolled back says why", async () => {
    const { context, after, entries, published } = await wanting("ami-0aaa", {
      record: { failure: FAILURE },
    });
    expect(await closeRollout(INPUT, context)).toMatchObject({ verdict: "fail", reason: "it is sick" });
    expect(await after()).toMatchObject({ outcome: "rolled-back", outcomeReason: "it is sick" });
    expect((await entries()).map(({ action }) => action)).toEqual(["rolled-back"]);
    expect(published[0]?.[0]).toBe("Rollout Rolled Back");
  });

  test("of what needs a person says why, and its target is refused whatever had failed", async () => {
    const needsPerson = { reason: "blue is ill", at: 5 };
    for (const error of ["NoCapacity", "Superseded"]) {
      const record = { failure: { ...FAILURE, error }, needsPerson };
      const { context, ledger, after, published } = await wanting("ami-0aaa", { record });
      expect(await closeRollout(INPUT, context)).toMatchObject({ verdict: "fail", reason: "blue is ill" });
      expect(await after()).toMatchObject({ outcome: "needs-person", outcomeReason: "blue is ill" });
      expect(published[0]).toMatchObject(["Rollout Needs Person", { outcomeReason: "blue is ill" }]);
      expect(await readExcept(ledger, "web")).toMatchObject([{ image: "ami-0bbb", reason: "blue is ill" }]);
      expect((await readLease(ledger, "web"))?.owner).toBeNull();
    }
  });

  test("after blue was released is a success, whatever failed; a blue that stays is named", async () => {
    const milestones = { "blue-released": 1, retained: 2 };
    const { context, after } = await fakeStep({ record: { failure: FAILURE, milestones } });
    expect((await closeRollout(INPUT, context)).verdict).toBe("pass");
    expect(await after()).toMatchObject({
      outcome: "succeeded",
      outcomeReason: expect.stringMatching(/ami-0bbb; generation 6 is retained$/),
    });
  });

  test("is answered again as it was, and told once", async () => {
    const ended = { endedAt: 7, outcome: "rolled-back" as const, outcomeReason: "it was sick" };
    const { context, after, published, entries } = await wanting("ami-0aaa", { record: ended });
    expect(await closeRollout(INPUT, context)).toMatchObject({ verdict: "fail", reason: "it was sick" });
    expect([(await after())?.endedAt, published, await entries()]).toEqual([7, [], []]);
    const well = await fakeStep({ record: { endedAt: 7, outcome: "succeeded", outcomeReason: "all well" } });
    expect(await closeRollout(INPUT, well.context)).toMatchObject({ verdict: "pass", reason: "all well" });
  });

  test("of what never began tells what stopped it, and frees nobody else's lease", async () => {
    const { context, ledger, entries } = await wanting("ami-0aaa");
    const input = {
      fleet: "web",
      run: "web-9",
      fence: 0,
      error: { Error: "NotFound", Cause: "no image" },
    };
    expect(await closeRollout(input, context)).toMatchObject({
      verdict: "fail",
      reason: "NotFound: no image",
    });
    expect(await entries()).toMatchObject([
      { rollout: "web-9", action: "not-admitted", phase: "CloseRollout", at: NOW, actor: "web-9" },
    ]);
    expect((await readLease(ledger, "web"))?.owner).toBe("web-1");
  });

  test("of what never began, and was refused when it was asked for again, is told once", async () => {
    const { context, published } = await wanting("ami-0aaa");
    const input = { fleet: "web", run: "web-9", fence: 0, error: { Error: "NotFound", Cause: "no image" } };
    const about = {
      fleet: "web",
      rollout: "web-9",
      reason: "image" as const,
      imageFrom: null,
      imageTo: null,
    };
    await closeRollout(input, context);
    await recordAnswer(
      { verdict: "refused", waitSeconds: 0, reason: "it waits" },
      { ...about, evidence: {} },
      context,
    );
    expect(published.map(([type]) => type)).toEqual(["Rollout Refused"]);
  });
});

describe("what is left behind", () => {
  test.each([
    ["a failed proof is refused", "Failed", [{ image: "ami-0bbb", by: "rollout web-1" }], null],
    ["what had no capacity is tried again", "NoCapacity", [], expect.any(Number)],
  ])("%s, and is so before the record ends", async (_what, error, except, nextAt) => {
    const step = await fakeStep({ record: { failure: { ...FAILURE, error } } });
    const { ledger } = step;
    const written: string[] = [];
    const watched: typeof ledger = {
      ...ledger,
      put: async (write, expected) => {
        written.push(write.sort.split("#")[0] ?? "");
        return ledger.put(write, expected);
      },
    };
    await closeRollout(INPUT, { ...step.context, ledger: watched });
    expect(await readExcept(ledger, "web")).toMatchObject(except);
    expect(await readAttempts(ledger, "web")).toMatchObject({
      number: 1,
      last: [{ run: "web-1 undone", image: "ami-0bbb", nextAt, reason: "it is sick" }],
    });
    const kept = written.filter((each) => ["except", "attempts", "rollout"].includes(each));
    expect(kept.slice(-2)).toEqual(["attempts", "rollout"]);
  });

  test("what was put in another's place is neither refused nor waited with", async () => {
    const step = await wanting("ami-0ccc", { record: { failure: { ...FAILURE, error: "Superseded" } } });
    expect(await closeRollout(INPUT, step.context)).toMatchObject({ verdict: "fail" });
    expect(await step.after()).toMatchObject({ outcome: "superseded" });
    expect(await readExcept(step.ledger, "web")).toEqual([]);
    expect(step.started).toMatchObject([["rollout", expect.stringMatching(/^web-ami-0ccc-/), {}]]);
  });

  test("nothing is written of what succeeded, or ended before", async () => {
    const well = await fakeStep();
    await closeRollout(INPUT, well.context);
    const ended = { failure: FAILURE, endedAt: 7, outcome: "rolled-back" as const };
    const before = await fakeStep({ record: ended });
    await closeRollout(INPUT, before.context);
    for (const { ledger } of [well, before])
      expect([await readExcept(ledger, "web"), await readAttempts(ledger, "web")]).toEqual([
        [],
        { number: 0, last: [] },
      ]);
  });

  test("the fleet is decided about once more, and what is due begins", async () => {
    const step = await wanting("ami-0ccc");
    await closeRollout(INPUT, step.context);
    const decided = { image: "ami-0ccc", reason: "image" };
    expect(step.started).toEqual([
      ["rollout", expect.stringMatching(/^web-ami-0ccc-[0-9a-f]{12}$/), { fleet: "web", decided }],
    ]);
  });

  test("an execution that could not be admitted waits before it is tried again, once", async () => {
    const step = await wanting("ami-0ccc", { record: { endedAt: 7, outcome: "succeeded" } });
    const input = { fleet: "web", run: "web-9", fence: 0, error: { Error: "States.Timeout" } };
    await closeRollout(input, step.context);
    expect(await readAttempts(step.ledger, "web")).toMatchObject({
      number: 1,
      last: [{ run: "web-9", image: "ami-0ccc", failures: 1, nextAt: expect.any(Number) }],
    });
    expect(step.started).toEqual([]);
    await closeRollout(input, step.context);
    expect(await readAttempts(step.ledger, "web")).toMatchObject({ number: 1 });
  });

  test.each([new Throttled("slow"), new AccessDenied("no")])(
    "the end is tried again when the next could not be started: %s",
    async (error) => {
      const step = await wanting("ami-0ccc");
      const starter = { start: () => Promise.reject(error) };
      await expect(closeRollout(INPUT, { ...step.context, starter })).rejects.toBe(error);
      expect(await step.after()).toMatchObject({ outcome: "succeeded" });
      await closeRollout(INPUT, step.context);
      expect(step.started).toHaveLength(1);
    },
  );
});
