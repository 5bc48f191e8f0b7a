import { describe, expect, test } from "vitest";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { withAttempt } from "../../../src/domain/decide/attempts.ts";
import { changeAttempts, readAttempts } from "../../../src/ledger/attempts.ts";
import { readExcept } from "../../../src/ledger/except.ts";
import { recordFailure, recordNeverBegan } from "../../../src/rollout/convergence/record-failure.ts";
import { rollout } from "../../support/cli/records.ts";
import { fakeFleet } from "../../support/rollout/fake-fleet.ts";
import { NOW } from "../../support/rollout/fake-step.ts";

const failureOf = (error: string) =>
  ({ phase: "Bake", error, reason: "it is sick", imageAtFault: false }) as const;

/** What is kept of a rollout that was undone so. */
async function keptOf(error: string, record: Partial<RolloutRecord> = {}) {
  const { ledger, context } = await fakeFleet();
  const run = rollout({ failure: failureOf(error), ...record });
  await recordFailure(run, context);
  const once = [await readExcept(ledger, "web"), await readAttempts(ledger, "web")] as const;
  await recordFailure(run, { ...context, clock: { now: () => NOW + 5000 } as never });
  expect([await readExcept(ledger, "web"), await readAttempts(ledger, "web")]).toEqual(once);
  return { except: once[0], attempts: once[1] };
}

describe("a rollout that was undone", () => {
  test("for a failed proof is refused by itself until a person says otherwise", async () => {
    const { except, attempts } = await keptOf("Failed");
    expect(except).toEqual([
      {
        image: "ami-0bbb",
        templateVersion: 1,
        template: "lt-0abc",
        since: NOW,
        by: "rollout web-1",
        reason: "it is sick",
      },
    ]);
    expect(attempts).toMatchObject({ number: 1, last: [{ run: "web-1 undone", failures: 0, nextAt: null }] });
  });

  test("is waited with also where its execution had been taken for one that never began", async () => {
    const { ledger, context } = await fakeFleet();
    const early = {
      fleet: "web",
      run: "web-1",
      image: "ami-0bbb",
      reason: "it ended",
      backsOff: true,
      now: 1,
    };
    await changeAttempts(ledger, "web", (before) => withAttempt(before, early));
    await recordFailure(rollout({ failure: failureOf("NoCapacity") }), context);
    const { number, last } = await readAttempts(ledger, "web");
    expect({ number, failures: last[0]?.failures }).toEqual({ number: 2, failures: 2 });
    expect(last[0]?.nextAt).toBeGreaterThan(NOW);
  });

  test("by a person was refused as they asked for it: who retried it since is not overruled", async () => {
    const abort = { requestedBy: "ada", reason: "wrong image", requestedAt: 1 };
    const { except, attempts } = await keptOf("Aborted", { abort });
    expect(except).toEqual([]);
    expect(attempts).toMatchObject({ number: 1, last: [{ run: "web-1 undone", nextAt: null }] });
  });

  test.each(["NoCapacity", "AccessDenied", "States.Timeout", "Abandoned"])(
    "for what passes by itself is waited with, and not refused: %s",
    async (error) => {
      const { except, attempts } = await keptOf(error);
      expect(except).toEqual([]);
      const [last] = attempts.last;
      expect(last).toMatchObject({ image: "ami-0bbb", failures: 1, reason: "it is sick" });
      expect((last?.nextAt ?? 0) - NOW).toBeGreaterThanOrEqual(45_000);
      expect((last?.nextAt ?? 0) - NOW).toBeLessThanOrEqual(60_000);
    },
  );

  test.each([
    ["that another took the place of", "Superseded", {}],
    ["whose image is in quarantine for it", "Failed", { milestones: { quarantined: 5 } }],
    ["whose image is in quarantine by now", "Quarantined", {}],
  ])("%s leaves its name used up, and nothing against it", async (_what, error, record) => {
    const { except, attempts } = await keptOf(error, record);
    expect(except).toEqual([]);
    expect(attempts).toMatchObject({ number: 1, last: [{ nextAt: null }] });
  });

  test("for nothing was not undone", async () => {
    const { attempts, except } = await keptOf("", { failure: null });
    expect([attempts.number, except]).toEqual([0, []]);
  });
});

describe("an execution whose admission failed", () => {
  const neverBegan = async (world: Awaited<ReturnType<typeof fakeFleet>>, image?: string, run = "web-9") => {
    await recordNeverBegan({ fleet: "web", run, image, reason: "States.Timeout: 2 minutes" }, world.context);
    return readAttempts(world.ledger, "web");
  };

  test("leaves what is due waiting, once", async () => {
    const world = await fakeFleet();
    const attempts = await neverBegan(world);
    expect(attempts).toMatchObject({
      number: 1,
      last: [{ run: "web-9", image: "ami-0bbb", failures: 1, reason: "States.Timeout: 2 minutes" }],
    });
    expect(await neverBegan(world)).toEqual(attempts);
  });

  test("leaves the image waiting that it was to go to, whatever is due by now", async () => {
    expect(await neverBegan(await fakeFleet(), "ami-0ccc")).toMatchObject({ last: [{ image: "ami-0ccc" }] });
  });

  test("leaves nothing where nothing is due, or nobody declares the fleet", async () => {
    expect((await neverBegan(await fakeFleet({ names: "ami-0aaa" }))).number).toBe(0);
    const { context, ledger } = await fakeFleet();
    await recordNeverBegan({ fleet: "api", run: "api-1", image: undefined, reason: "x" }, context);
    expect((await readAttempts(ledger, "api")).number).toBe(0);
  });
});
