import { beforeEach, describe, expect, test } from "vitest";
import { readGeneration } from "../../../src/ledger/generations.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { ROLLOUT_SCHEMA, rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { rollout } from "../../support/cli/records.ts";

/** A rollout as version 0.1.0 wrote it, in RollBack after its bake failed. */
const ROLLOUT_1 = `{
  "fleet": "web", "id": "web-1", "execution": "web-1-recover-ab12cd34-1", "phase": "RollBack",
  "request": { "reason": "image", "image": "ami-0bbb", "force": false, "by": "event 1", "at": 5, "evidence": {} },
  "startedAt": 10, "phaseStartedAt": 20, "deadlineAt": 14400010, "endedAt": null,
  "imageFrom": "ami-0aaa", "imageTo": "ami-0bbb", "blue": 6, "green": 7, "templateVersion": 3, "size": 4,
  "traffic": { "step": 2, "setPercent": 100, "setAt": 15, "observedPercent": 100, "agreeingReads": 3 },
  "gates": [], "commands": { "handoff": { "comment": "moult handoff", "commandId": null, "sentAt": 17 } },
  "holds": [
    { "group": "web-g0007", "kind": "minimum", "was": 2, "heldAt": 4, "processes": [] },
    { "group": "web", "kind": "suspended-processes", "was": null, "heldAt": null, "processes": ["ScheduledActions"] }
  ],
  "waiting": { "reason": "4 servers drain and stop", "until": 90 },
  "abort": { "by": "ada", "reason": "no", "at": 18, "supersededBy": null },
  "failure": { "phase": "Bake", "error": "GateFailed", "reason": "it is sick", "blamesImage": true },
  "marks": {
    "pinning": 11, "launched": 12, "baked": 13, "drained": 14, "warm": 15, "handed-off": 16, "blue-released": 17,
    "retained": 18, "traffic-returned": 19, "quarantined": 20, "in-doubt": 21, "too-small": 22, "moved": 23,
    "joined": 24, "web-g0007-to-zero": 25, "web-g0007-unseen": 26, "web-unseen": 27
  },
  "outcome": null, "outcomeReason": null
}`;

const GENERATION_1 = `{
  "fleet": "web", "number": 6, "group": "web-g0006", "image": "ami-0aaa", "targetGroup": "arn:a", "state": "live",
  "template": { "id": "lt-0abc", "version": 5, "madeFrom": 3, "ours": true },
  "reason": "carries the traffic", "createdAt": 1, "healthySeconds": 90
}`;

let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});
const put = (sort: string, body: string | Record<string, unknown>, schema = 1) =>
  ledger.put(
    {
      partition: "fleet#web",
      sort,
      schema,
      body: typeof body === "string" ? (JSON.parse(body) as Record<string, unknown>) : body,
    },
    "any",
  );

describe("what version 0.1.0 wrote", () => {
  test("a rollout is read with every mark in its place, and with the declaration left open", async () => {
    await put("rollout#web-1", ROLLOUT_1);
    const { request, marks, ...same } = JSON.parse(ROLLOUT_1) as Record<string, unknown>;
    void [request, marks];
    expect((await rollouts.read(ledger, "web", "web-1"))?.run).toEqual({
      ...same,
      kind: "rollout",
      cause: { reason: "image", by: "event 1", at: 5, evidence: {}, serves: ["asked for by event 1"] },
      declaration: null,
      waiting: { reason: "4 servers drain and stop", since: 90, until: 90, isDeclared: false },
      leg: { number: 1, polls: 0 },
      needsPerson: null,
      settlement: null,
      pause: null,
      promotion: null,
      spent: null,
      schedule: null,
      followed: null,
      notFollowed: [],
      reversals: [],
      holds: [
        { group: "web-g0007", kind: "minimum", originalMin: 2, heldMin: 4, processes: [] },
        {
          group: "web",
          kind: "suspended-processes",
          originalMin: null,
          heldMin: null,
          processes: ["ScheduledActions"],
        },
      ],
      abort: { requestedBy: "ada", reason: "no", requestedAt: 18 },
      failure: { phase: "Bake", error: "GateFailed", reason: "it is sick", imageAtFault: true },
      milestones: {
        pinning: 11,
        launched: 12,
        baked: 13,
        drained: 14,
        warm: 15,
        handoff: 16,
        "blue-released": 17,
        retained: 18,
        "traffic-reverted": 19,
        quarantined: 20,
      },
      timers: { inconclusive: 21, "too-small": 22, "traffic-moved": 23, "servers-joined": 24 },
      removals: {
        "web-g0007": { toZeroAt: 25, unseenSince: 26 },
        web: { toZeroAt: null, unseenSince: 27 },
      },
    });
  });

  test("is stored as it is read with the next write", async () => {
    await put("rollout#web-1", ROLLOUT_1);
    const stored = await rollouts.read(ledger, "web", "web-1");
    if (stored === undefined) throw new Error("nothing is stored");
    await rollouts.write(ledger, stored.run, stored.revision);
    expect(await ledger.get({ partition: "fleet#web", sort: "rollout#web-1" })).toMatchObject({
      schema: ROLLOUT_SCHEMA,
      body: { kind: "rollout", cause: { by: "event 1" } },
    });
  });

  test("a generation is read, and nobody knows where its traffic came from", async () => {
    await put("generation#000006", GENERATION_1);
    expect((await readGeneration(ledger, "web", 6))?.generation).toMatchObject({
      trafficPlace: null,
      template: { id: "lt-0abc", version: 5, baseVersion: 3, ownedByMoult: true },
    });
  });

  test("a rollout that is no rollout is corrupt all the same", async () => {
    await put("rollout#web-1", '{ "fleet": "web", "marks": 3, "holds": "none" }');
    await expect(rollouts.read(ledger, "web", "web-1")).rejects.toMatchObject({ name: "LedgerCorrupt" });
    await put("generation#000006", '{ "template": "lt-0abc" }');
    await expect(readGeneration(ledger, "web", 6)).rejects.toMatchObject({ name: "LedgerCorrupt" });
  });
});

describe("a rollout that was begun for a request", () => {
  const REQUEST = { reason: "operator", image: "ami-0bbb", force: true, by: "ada", at: 5, evidence: {} };
  const ABORT = { requestedBy: "event 2", reason: "a newer image", requestedAt: 18 };
  const FAILURE = { phase: "Bake" as const, error: "Failed", reason: "aborted", imageAtFault: false };
  const { cause: _cause, ...same } = rollout({});
  /** How a rollout of schema 2 that differs so is read. */
  const readOf = async (change: object) => {
    await put("rollout#web-1", { ...same, cause: REQUEST, ...change }, 2);
    return (await rollouts.read(ledger, "web", "web-1"))?.run;
  };

  test("serves what was asked for, in the words that were said", async () => {
    const cause = { reason: "operator", by: "ada", at: 5, serves: ["asked for by ada"], evidence: {} };
    expect(await readOf({})).toEqual({ ...same, cause });
    const evidence = { reason: "kernel", event: 7 };
    expect((await readOf({ cause: { ...REQUEST, evidence } }))?.cause).toEqual({
      ...cause,
      serves: ["kernel"],
      evidence,
    });
  });

  test("keeps who aborted it", async () => {
    expect(await readOf({ abort: { ...ABORT, supersededBy: null }, failure: FAILURE })).toMatchObject({
      abort: ABORT,
      failure: FAILURE,
    });
  });

  test("and was ended by a newer image was ended by nobody", async () => {
    const abort = { ...ABORT, supersededBy: "ami-0ccc" };
    expect(await readOf({ abort })).toMatchObject({ abort: null, failure: null });
    expect(await readOf({ abort, failure: FAILURE })).toMatchObject({
      abort: null,
      failure: { ...FAILURE, error: "Superseded" },
    });
  });

  test("is corrupt where it cannot be understood", async () => {
    for (const change of [{ cause: "now" }, { abort: 3 }, { failure: [] }])
      await expect(readOf(change)).rejects.toMatchObject({ name: "LedgerCorrupt" });
  });
});

describe("a rollout of schema 4, in which nothing of blue was followed", () => {
  const { followed: _followed, notFollowed: _not, schedule: _schedule, ...same } = rollout({});

  test("is read with nothing to follow, and is newer than older code with the next write", async () => {
    await put("rollout#web-1", { ...same }, 4);
    const stored = await rollouts.read(ledger, "web", "web-1");
    if (stored === undefined) throw new Error("nothing is stored");
    expect(stored.run).toMatchObject({ followed: null, notFollowed: [], schedule: null });
    const { revision } = await rollouts.write(ledger, stored.run, stored.revision);
    expect(revision).toBeGreaterThan(stored.revision);
    // Older code refuses fields that it does not know: it has to take them for newer, not for corrupt.
    expect((await ledger.get({ partition: "fleet#web", sort: "rollout#web-1" }))?.schema).toBe(
      ROLLOUT_SCHEMA,
    );
  });
});
