import { describe, expect, test } from "vitest";
import type { ReplacementRequest } from "../../../src/domain/run/replacement-request.ts";
import { AccessDenied, InvalidInput, Rejected, Throttled } from "../../../src/errors/errors.ts";
import { readLease } from "../../../src/ledger/leases.ts";
import { putWaiting, waitingRequest } from "../../../src/ledger/requests.ts";
import { executionName } from "../../../src/rollout/admission/execution-name.ts";
import { closeRollout } from "../../../src/rollout/states/close-rollout.ts";
import { fakeStep, INPUT, NOW } from "../../support/rollout/fake-step.ts";

const FAILURE = { phase: "Bake" as const, error: "Failed", reason: "it is sick", imageAtFault: false };
const REQUEST: ReplacementRequest = {
  reason: "image",
  image: "ami-0ccc",
  force: false,
  by: "ada",
  at: 5,
  evidence: {},
};

describe("the end", () => {
  test("of what succeeded is written, told and answered, and the lease is free", async () => {
    const { context, ledger, after, entries, published } = await fakeStep();
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
        },
      ],
    ]);
    expect((await readLease(ledger, "web"))?.owner).toBeNull();
  });

  test("of what was rolled back says why", async () => {
    const { context, after, entries, published } = await fakeStep({ record: { failure: FAILURE } });
    expect(await closeRollout(INPUT, context)).toMatchObject({ verdict: "fail", reason: "it is sick" });
    expect(await after()).toMatchObject({ outcome: "rolled-back", outcomeReason: "it is sick" });
    expect((await entries()).map(({ action }) => action)).toEqual(["rolled-back"]);
    expect(published[0]?.[0]).toBe("Rollout Rolled Back");
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
    const { context, after, published, entries } = await fakeStep({ record: ended });
    expect(await closeRollout(INPUT, context)).toMatchObject({ verdict: "fail", reason: "it was sick" });
    expect([(await after())?.endedAt, published, await entries()]).toEqual([7, [], []]);
    const well = await fakeStep({ record: { endedAt: 7, outcome: "succeeded", outcomeReason: "all well" } });
    expect(await closeRollout(INPUT, well.context)).toMatchObject({ verdict: "pass", reason: "all well" });
  });

  test("of what never began tells what stopped it, and frees nobody else's lease", async () => {
    const { context, ledger, entries } = await fakeStep();
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
});

describe("what waited", () => {
  test("is started under its name, and then taken from its place", async () => {
    const { context, ledger, started } = await fakeStep();
    await putWaiting(ledger, "web", REQUEST);
    await closeRollout(INPUT, context);
    expect(started).toEqual([["rollout", executionName("web", REQUEST), { fleet: "web", request: REQUEST }]]);
    expect(await waitingRequest(ledger, "web")).toBeUndefined();
  });

  const closeWhenStartThrows = async (error: Error) => {
    const { context, ledger, entries } = await fakeStep();
    await putWaiting(ledger, "web", { ...REQUEST, evidence: { much: "x".repeat(900) } });
    const starter = { start: () => Promise.reject(error) };
    return { closing: closeRollout(INPUT, { ...context, starter }), ledger, entries };
  };

  test.each([new Rejected("StartExecution failed with InvalidName"), new InvalidInput("it is too large")])(
    "is dropped when it can never be started: %s",
    async (error) => {
      const { closing, ledger, entries } = await closeWhenStartThrows(error);
      expect(await closing).toMatchObject({ verdict: "pass" });
      expect(await waitingRequest(ledger, "web")).toBeUndefined();
      const entry = (await entries()).at(-1);
      expect(entry).toMatchObject({ action: "drop-request", at: NOW, kind: "decision", fleet: "web" });
      expect(entry?.reason).toContain(error.message);
      expect(entry?.evidence?.["given"]).toHaveLength(500);
    },
  );

  test.each([new Throttled("slow"), new AccessDenied("no")])(
    "stays when it could not be started this time: %s",
    async (error) => {
      const { closing, ledger } = await closeWhenStartThrows(error);
      await expect(closing).rejects.toBe(error);
      expect(await waitingRequest(ledger, "web")).toMatchObject({ at: REQUEST.at });
    },
  );

  test("is nothing where nothing waits", async () => {
    const { context, started } = await fakeStep();
    await closeRollout(INPUT, context);
    expect(started).toEqual([]);
  });

  test("has a name of its fleet, its image and itself, in 80 characters", () => {
    const name = executionName("web", REQUEST);
    expect(name).toMatch(/^web-ami-0ccc-[0-9a-f]{12}$/);
    expect(executionName("web", { ...REQUEST })).toBe(name);
    expect(executionName("web", { ...REQUEST, at: 6 })).not.toBe(name);
    expect(executionName("api", REQUEST)).toMatch(/^api-/);
    expect(executionName("web", { ...REQUEST, image: null })).toMatch(/^web-declared-[0-9a-f]{12}$/);
    const long = executionName("w".repeat(30), { ...REQUEST, image: "x".repeat(99) });
    expect(long).toMatch(/^w{30}-x{30}-[0-9a-f]{12}$/);
  });
});
