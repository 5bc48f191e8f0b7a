import { beforeEach, describe, expect, test } from "vitest";
import type { Phase, RolloutRecord } from "../../src/domain/run/rollout.ts";
import type { StepAnswer } from "../../src/domain/run/step-answer.ts";
import * as errors from "../../src/errors/errors.ts";
import { listEntries } from "../../src/ledger/entries.ts";
import { declareFleet } from "../../src/ledger/fleets.ts";
import { freeze } from "../../src/ledger/freezes.ts";
import { writeGeneration } from "../../src/ledger/generations.ts";
import { quarantine } from "../../src/ledger/image-verdicts.ts";
import { readLease, takeLease } from "../../src/ledger/leases.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { changeWanted } from "../../src/ledger/wanted.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { rolloutStep } from "../../src/rollout/rollout-step.ts";
import { pause } from "../../src/step/answers.ts";
import type { StepContext } from "../../src/step/step.ts";
import { generation, rollout } from "../support/cli/records.ts";

const NOW = 1_000_000;
const INPUT = { fleet: "web", run: "web-1", fence: 1 };
const PASS: StepAnswer = { verdict: "pass", waitSeconds: 0, reason: "done" };

let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});

/** Runs a step whose body answers this, over a rollout like this, at `NOW`. Answers what it answered, and whether the body ran. */
async function run(
  phase: Phase,
  change: Partial<RolloutRecord>,
  body: () => StepAnswer = () => PASS,
  seen: Ledger = ledger,
) {
  const declaration = {
    fleet: "web",
    template: "lt-0abc",
    image: { channel: "/images/web" },
    traffic: { strategy: "none" as const },
  };
  await declareFleet(ledger, { declaration, by: "ada", now: 0 }, "any");
  await writeGeneration(ledger, generation({}), "any");
  const record = rollout({ phase, phaseStartedAt: 7, deadlineAt: NOW, ...change });
  await rollouts.write(ledger, record, "any");
  await takeLease(ledger, { fleet: "web", owner: "web-1", now: NOW - 1000, ttlSeconds: 600 });
  const context = { ledger: seen, clock: { now: () => NOW } } as StepContext;
  let ran = false;
  const answer = await rolloutStep(phase, INPUT, context, async () => {
    ran = true;
    return body();
  });
  const after = (await rollouts.read(ledger, "web", "web-1"))?.run;
  return { answer, ran, after };
}
const RELEASED = { milestones: { "blue-released": 1 } };
const FAILURE = { phase: "Bake" as const, error: "Failed", reason: "it is sick", imageAtFault: false };
const ABORT = { requestedBy: "ada", reason: "no", requestedAt: 1 };
const freezeAll = () =>
  freeze(ledger, { fleet: null, reason: "incident 42", by: "ada", since: 0, until: null });
const condemn = () =>
  quarantine(ledger, { imageId: "ami-0bbb", reach: null, fleet: "web", rollout: "r", reason: "bad", at: 1 });

/** The channel names this image by now. */
const want = (image: string) =>
  changeWanted(ledger, "web", (before) => ({
    ...before,
    named: { image, madeAt: null, source: "channel /images/web", by: "an event", evidence: {}, at: 5 },
  }));
/** What a ledger answers that has nothing in this partition. */
const getBut =
  (partition: string): Ledger["get"] =>
  async (key) =>
    key.partition === partition ? undefined : ledger.get(key);

describe("before the step", () => {
  test("a rollout that was never admitted is refused by name, and so is one without its blue", async () => {
    await takeLease(ledger, { fleet: "web", owner: "web-1", now: NOW, ttlSeconds: 600 });
    const context = { ledger, clock: { now: () => NOW } } as StepContext;
    const never = rolloutStep("Bake", INPUT, context, async () => PASS);
    await expect(never).rejects.toBeInstanceOf(errors.InvalidInput);
    await expect(never).rejects.toThrow(/web-1 of fleet web/);
    await rollouts.write(ledger, rollout({ declaration: null }), "absent");
    await expect(rolloutStep("Bake", INPUT, context, async () => PASS)).rejects.toThrow(
      /fleet web is not declared/,
    );
    await expect(run("Bake", { blue: 5 })).rejects.toThrow(/no generation 5 of fleet web/);
  });

  test("the lease is renewed for ten minutes", async () => {
    await run("Bake", {});
    expect(await readLease(ledger, "web")).toMatchObject({ expiresAt: NOW + 600_000, fence: 1 });
  });

  test("what is behind a released blue passes, what is ahead of it runs", async () => {
    for (const phase of ["LaunchGreen", "ObserveGreen", "ValidateGreen", "ShiftTraffic", "Bake"] as const) {
      expect(await run(phase, RELEASED)).toMatchObject({ answer: { verdict: "pass" }, ran: false });
    }
    for (const phase of ["RetireBlue", "RollBack", "CloseRollout"] as const) {
      expect(await run(phase, RELEASED)).toMatchObject({ answer: PASS, ran: true });
    }
  });

  test("a rollout that failed goes back, and only ends", async () => {
    const failed = await run("Bake", { failure: FAILURE });
    expect(failed).toMatchObject({ answer: { verdict: "fail", reason: "it is sick" }, ran: false });
    for (const phase of ["RollBack", "CloseRollout"] as const) {
      expect((await run(phase, { failure: FAILURE })).ran).toBe(true);
    }
  });

  test("a freeze holds every step but the closing one", async () => {
    await freezeAll();
    for (const phase of ["LaunchGreen", "RetireBlue", "RollBack"] as const) {
      const { answer, ran, after } = await run(phase, {});
      expect(answer).toEqual(pause(60, "frozen with every fleet: incident 42"));
      expect(ran).toBe(false);
      const since = { since: NOW, until: NOW + 60_000, isDeclared: true };
      expect(after?.waiting).toEqual({ reason: "frozen with every fleet: incident 42", ...since });
    }
    expect((await run("CloseRollout", {})).ran).toBe(true);
  });

  test("an abort, a quarantine and the deadline end it, until blue is released or it ends anyway", async () => {
    const late = { startedAt: NOW - 1 - 4 * 3_600_000, deadlineAt: NOW - 1 };
    expect((await run("Bake", { abort: ABORT })).answer).toMatchObject({
      verdict: "fail",
      reason: "aborted by ada: no",
    });
    expect((await run("Bake", late)).answer).toMatchObject({ verdict: "fail" });
    expect((await run("Bake", late)).answer.reason).toMatch(/deadline of 1970-01-01 00:16:39Z/);
    for (const phase of ["RollBack", "CloseRollout"] as const) {
      expect((await run(phase, { abort: ABORT, ...late, failure: null })).ran).toBe(true);
    }
    expect((await run("RetireBlue", { abort: ABORT, ...late, ...RELEASED })).ran).toBe(true);
    // Blue's own way out has a time of its own.
    expect((await run("RetireBlue", late)).ran).toBe(true);
    expect((await run("Bake", { deadlineAt: NOW })).ran).toBe(true);
    await condemn();
    expect((await run("RetireBlue", {})).answer).toMatchObject({ verdict: "fail" });
    expect((await run("RetireBlue", {})).answer.reason).toMatch(/^ami-0bbb/);
    expect((await run("RetireBlue", RELEASED)).ran).toBe(true);
  });

  test("what ended it is kept by name, and a fleet that is to run another image is one", async () => {
    const errorOf = async (change: Partial<RolloutRecord>, phase: Phase = "Bake") =>
      (await run(phase, change)).after?.failure?.error ?? null;
    const moved = rollout({}).traffic;
    expect(await errorOf({ abort: ABORT })).toBe("Aborted");
    expect(await errorOf({ deadlineAt: NOW - 1 })).toBe("Deadline");
    await want("ami-0ccc");
    expect(await errorOf({})).toBe("Superseded");
    expect(await errorOf({ traffic: { ...moved, setAt: 5 } })).toBeNull();
    expect(await errorOf({}, "RollBack")).toBeNull();
    expect(await errorOf({ imageTo: "ami-0ccc" })).toBeNull();
    await condemn();
    expect(await errorOf({})).toBe("Quarantined");
  });

  test("a rollout whose fleet nobody declares any more goes on by its own declaration", async () => {
    const undeclared = { ...ledger, get: getBut("fleets") };
    await want("ami-0ccc");
    const { answer } = await run("Bake", {}, () => PASS, undeclared);
    expect(answer).toMatchObject({ verdict: "fail", error: "Superseded" });
  });

  test("a new phase begins now, one that goes on keeps its beginning", async () => {
    expect((await run("Bake", { phase: "ShiftTraffic" })).after).toMatchObject({
      phase: "Bake",
      phaseStartedAt: NOW,
    });
    expect((await run("Bake", {})).after).toMatchObject({ phase: "Bake", phaseStartedAt: 7 });
  });
});

describe("a step that throws", () => {
  const thrown = (phase: Phase, error: unknown) =>
    run(phase, {}, () => {
      throw error;
    });

  test.each([
    ["Frozen", errors.Frozen, { waitSeconds: 60, reason: "frozen: not now", isDeclared: true }],
    ["Throttled", errors.Throttled, { waitSeconds: 30, reason: "not now", isDeclared: undefined }],
  ])("waits for what passes: %s", async (_name, kind, waits) => {
    const { answer } = await thrown("Bake", new kind("not now"));
    expect(answer).toEqual({ verdict: "wait", ...waits });
  });

  test("stands on its way back before what somebody has to take away, and nowhere else", async () => {
    for (const kind of [errors.NotFound, errors.Rejected, errors.AccessDenied]) {
      expect((await thrown("RollBack", new kind("gone"))).answer).toEqual({
        verdict: "wait",
        waitSeconds: 60,
        reason: "gone",
      });
      await expect(thrown("Bake", new kind("gone"))).rejects.toBeInstanceOf(kind);
    }
    await expect(thrown("RollBack", new errors.LedgerConflict("other"))).rejects.toThrow("other");
  });
});

describe("what a step answers", () => {
  const kept = async () =>
    (await listEntries(ledger, "web")).map(({ kind, action, phase, reason }) => [
      kind,
      action,
      phase,
      reason,
    ]);
  const WAITING = {
    waiting: { reason: "before", since: 1, until: 5, isDeclared: false, undeclaredSince: NOW },
  };

  test("a failure is written down with the phase, once, and never while closing", async () => {
    const fail = (): StepAnswer => ({ verdict: "fail", waitSeconds: 0, reason: "it broke" });
    const { after } = await run("Bake", WAITING, fail);
    const failure = { phase: "Bake", error: "Failed", reason: "it broke", imageAtFault: false };
    expect(after).toMatchObject({ failure, waiting: null });
    expect(await kept()).toEqual([["decision", "roll-back", "Bake", "it broke"]]);
    expect((await run("RollBack", { failure: FAILURE }, fail)).after?.failure).toEqual(FAILURE);
    expect((await run("CloseRollout", {}, fail)).after?.failure).toBeNull();
    expect(await kept()).toHaveLength(1);
  });

  test("a pass is written down and ends the wait", async () => {
    const { after } = await run("Bake", WAITING);
    expect(after?.waiting).toBeNull();
    expect(await kept()).toEqual([["decision", "Bake passed", "Bake", "done"]]);
  });

  const wait = (waitSeconds: number) => (): StepAnswer => ({ verdict: "wait", waitSeconds, reason: "soon" });

  test("a wait is kept with its end", async () => {
    const soon = { reason: "soon", since: NOW, until: NOW + 20_000, isDeclared: false, undeclaredSince: NOW };
    expect((await run("Bake", {}, wait(20))).after?.waiting).toEqual(soon);
    expect(await kept()).toEqual([]);
  });

  test("a wait of more than half a lease takes the lease along", async () => {
    const expiry = async (answer: () => StepAnswer) => {
      await run("Bake", {}, answer);
      return ((await readLease(ledger, "web"))?.expiresAt ?? 0) - NOW;
    };
    expect(await expiry(wait(300))).toBe(600_000);
    expect(await expiry(() => ({ ...PASS, waitSeconds: 500 }))).toBe(600_000);
    expect(await expiry(wait(301))).toBe(901_000);
  });
});
