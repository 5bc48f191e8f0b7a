import { beforeEach, describe, expect, test } from "vitest";
import type { ReplacementRequest } from "../../../src/domain/run/replacement-request.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { AccessDenied } from "../../../src/errors/errors.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { putWaiting, waitingRequest } from "../../../src/ledger/requests.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { queue } from "../../../src/rollout/admission/queue.ts";
import { awaitStart } from "../../../src/rollout/admission/start-rate.ts";
import { lagSecondsLeft } from "../../../src/step/read-lag.ts";
import { rollout } from "../../support/cli/records.ts";

const NOW = 5_000_000;
const clock = { now: () => NOW } as never;
const request = (change: Partial<ReplacementRequest> = {}): ReplacementRequest => ({
  reason: "image",
  image: "ami-new",
  force: false,
  by: "ada",
  at: 100,
  evidence: {},
  ...change,
});

let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});
const ask = (asked: ReplacementRequest, launchable = async () => true) =>
  queue({ fleet: "web", request: asked, launchable }, { ledger, clock });

describe("a request that finds the fleet taken", () => {
  test("waits, and gives way to a newer one, whose owner is told", async () => {
    expect(await ask(request())).toMatchObject({ verdict: "queued", waitSeconds: 0 });
    expect(await waitingRequest(ledger, "web")).toEqual(request());
    await putWaiting(ledger, "web", request({ at: 200, by: "bob" }));
    expect((await ask(request({ at: 150 }))).reason).toMatch(/\(bob\)$/);
    expect((await waitingRequest(ledger, "web"))?.by).toBe("bob");
  });

  const beside = async (
    running: Partial<RolloutRecord>,
    asked = request(),
    launchable = async () => true,
  ) => {
    const record = rollout({ id: "r-1", cause: request({ at: 50, image: "ami-0bbb" }), ...running });
    await rollouts.write(ledger, record, "any");
    const { reason } = await ask(asked, launchable);
    expect(reason).toContain("r-1");
    return (await rollouts.read(ledger, "web", "r-1"))?.run.abort ?? null;
  };

  test("ends the running rollout for a newer image, and says so in the ledger", async () => {
    expect(await beside({ phase: "ValidateGreen" })).toEqual({
      requestedBy: "ada",
      reason: expect.stringContaining("ami-new"),
      requestedAt: NOW,
      supersededBy: "ami-new",
    });
    expect(await listEntries(ledger, "web")).toEqual([
      {
        at: NOW,
        fleet: "web",
        rollout: "r-1",
        phase: "ValidateGreen",
        kind: "decision",
        action: "supersede",
        reason: expect.stringContaining("ami-new"),
        actor: "ada",
      },
    ]);
  });

  const traffic = { step: 1, setPercent: 10, setAt: 5, observedPercent: null, agreeingReads: 0 };
  const failure = { phase: "Bake" as const, error: "Failed", reason: "x", imageAtFault: false };
  const abort = { requestedBy: "bob", reason: "no", requestedAt: 1, supersededBy: null };
  test.each<[string, Partial<RolloutRecord>, ReplacementRequest]>([
    ["the same image", {}, request({ image: "ami-0bbb" })],
    ["no image of its own", {}, request({ image: null })],
    ["traffic that has moved", { traffic }, request()],
    ["a time before the running one's", { cause: request({ at: 101 }) }, request()],
    ["a rollout that has failed", { failure }, request()],
  ])("leaves it alone for %s", async (_what, running, asked) => {
    expect(await beside(running, asked)).toBeNull();
    expect(await listEntries(ledger, "web")).toEqual([]);
  });

  test("leaves an abort as it is, takes one of the same time, and ends nothing for what cannot be launched", async () => {
    expect(await beside({ abort })).toEqual(abort);
    expect(await beside({ abort: null }, request(), async () => false)).toBeNull();
    expect(await beside({ cause: request({ at: 100, image: "ami-0bbb" }) })).toMatchObject({
      requestedBy: "ada",
    });
  });
});

describe("pace", () => {
  const turn = (id: number, reason: ReplacementRequest["reason"] = "image") =>
    awaitStart({ fleet: "web", rollout: `r-${id}`, request: request({ reason }) }, { ledger, clock });

  test("twenty begin at once, then one every two and a half seconds; a person's does not wait", async () => {
    for (let id = 1; id <= 20; id++) expect(await turn(id)).toBeNull();
    expect(await turn(21)).toMatchObject({ verdict: "wait", waitSeconds: 3 });
    expect(await turn(22)).toMatchObject({ verdict: "wait", waitSeconds: 5 });
    expect(await turn(21)).toMatchObject({ verdict: "wait", waitSeconds: 3 });
    expect(await turn(23, "operator")).toBeNull();
    expect(await turn(24)).toMatchObject({ waitSeconds: 10 });
  });

  test("who waited begins without deleting anything, which no function may", async () => {
    const remove = () => Promise.reject(new AccessDenied("dynamodb:DeleteItem"));
    const denied: Ledger = { ...ledger, remove };
    const starting = { fleet: "web", rollout: "r-21", request: request({ reason: "image" }) };
    for (let id = 1; id <= 20; id++) await turn(id);
    expect(await awaitStart(starting, { ledger: denied, clock })).toMatchObject({ waitSeconds: 3 });
    const later = { now: () => NOW + 3000 } as never;
    expect(await awaitStart(starting, { ledger: denied, clock: later })).toBeNull();
  });

  test("nobody waits longer than an hour at once", async () => {
    await ledger.put(
      { partition: "account", sort: "start-rate", schema: 1, body: { fullAt: NOW + 9_000_000 } },
      "any",
    );
    expect(await turn(1)).toMatchObject({ waitSeconds: 3600 });
  });
});

test("a fleet rests for fifteen seconds after its last rollout ended, in whole seconds", () => {
  const ended = (...ends: (number | null)[]) =>
    ends.map((endedAt) => ({ run: rollout({ endedAt }), revision: 1 }));
  expect(lagSecondsLeft([], NOW)).toBe(0);
  expect(lagSecondsLeft(ended(null), NOW)).toBe(0);
  expect(lagSecondsLeft(ended(NOW - 99_000, NOW), NOW)).toBe(15);
  expect(lagSecondsLeft(ended(NOW - 14_001), NOW)).toBe(1);
  expect(lagSecondsLeft(ended(NOW - 15_000), NOW)).toBe(0);
  expect(lagSecondsLeft(ended(NOW - 20_000), NOW)).toBe(0);
});
