import { expect, test } from "vitest";
import { recycles } from "../../../src/ledger/runs/recycles.ts";
import { appendEntry } from "../../../src/ledger/entries.ts";
import type { RecycleRecord } from "../../../src/domain/run/recycle.ts";
import { entry } from "../../support/cli/records.ts";
import { NOON } from "../../support/cli/command-line.ts";
import { recycleRecord } from "../../support/domain/recycle-record.ts";
import { sitting } from "../../support/dashboard/sitting.ts";

const BATCH = {
  number: 2,
  begunAt: NOON + 60_000,
  servers: [{ id: "i-2", zone: "us-east-1a", state: "isolated" }],
  before: ["i-1", "i-2", "i-3"],
  wanted: 2,
  minimum: 6,
  substitutes: [
    { id: "i-8", zone: "us-east-1a", isJudged: true, healthySince: NOON + 90_000, isEnding: false },
  ],
  schedule: [],
  answered: [],
  asked: [],
  drainSeconds: 30,
} as const satisfies RecycleRecord["batch"];

const at = (seconds: number, phase: string, action: string) =>
  entry({ at: NOON + seconds * 1000, phase, action, rollout: "web-recycle-1", reason: "as it goes" });

async function recycling(special: Partial<RecycleRecord> = {}) {
  const own = await sitting({
    record: { outcome: "succeeded", endedAt: NOON - 3_600_000, startedAt: NOON - 7_200_000 },
  });
  const run = recycleRecord({
    phase: "Isolate",
    startedAt: NOON,
    phaseStartedAt: NOON + 100_000,
    deadlineAt: NOON + 4 * 3_600_000,
    replaced: ["i-1"],
    queue: [],
    batch: structuredClone(BATCH) as never,
    left: [{ server: "i-7", reason: "is protected from scale-in", until: NOON + 3_600_000 }],
    ...special,
  });
  await recycles.write(own.ledger, run, "absent");
  for (const each of [
    at(1, "AdmitRecycle", "admit"),
    at(2, "LaunchSubstitutes", "begin-batch"),
    at(40, "EndServers", "EndServers passed"),
    at(60, "LaunchSubstitutes", "begin-batch"),
    at(80, "LaunchSubstitutes", "LaunchSubstitutes passed"),
    at(100, "ValidateSubstitutes", "ValidateSubstitutes passed"),
  ])
    await appendEntry(own.ledger, each);
  const stored = async () => (await recycles.read(own.ledger, "web", run.id))?.run;
  return { ...own, stored };
}

test("the page of a run shows servers that are replaced in place: their phases, the batch, and who is left", async () => {
  const { desk } = await recycling();
  const model = await desk.read({ page: "run", fleet: "web", run: "web-recycle-1" });
  expect(model).toMatchObject({
    page: "run",
    image: { from: null, to: "ami-1" },
    traffic: { moves: false },
    recycle: {
      generation: 6,
      replaced: 1,
      all: 2,
      batch: 2,
      old: [{ id: "i-2", zone: "us-east-1a", words: "out of traffic" }],
      fresh: [{ id: "i-8", zone: "us-east-1a", words: "in traffic" }],
      awaited: 1,
      left: [{ id: "i-7", reason: "is protected from scale-in" }],
    },
    offers: [{ act: "pause", blocked: null }, { act: "abort", blocked: null }, { act: "freeze" }],
  });
  if (model.page !== "run") throw new Error("no run");
  // Of the batch that is at work: the one before has ended servers already.
  expect(model.phases.map(({ id, state }) => `${id} ${state}`)).toEqual([
    "AdmitRecycle done",
    "LaunchSubstitutes done",
    "ValidateSubstitutes done",
    "Isolate now",
    "HandOff ahead",
    "EndServers ahead",
    "CloseRecycle ahead",
  ]);
});

test("one that was put back shows the way back in its phases", async () => {
  const failure = { phase: "Isolate", error: "Aborted", reason: "ada said so", imageAtFault: false } as const;
  const ended = { phase: "CloseRecycle", endedAt: NOON + 200_000, outcome: "rolled-back", failure } as const;
  const { desk } = await recycling({ ...ended, batch: null });
  const model = await desk.read({ page: "run", fleet: "web", run: "web-recycle-1" });
  if (model.page !== "run") throw new Error("no run");
  expect(model.phases.map(({ id, state }) => `${id} ${state}`).slice(3)).toEqual([
    "Isolate failed",
    "RestoreServers done",
    "CloseRecycle done",
  ]);
});

test("the fleet's page leads to it, offers to pause and abort it, and lists it among the last runs", async () => {
  const { desk } = await recycling();
  expect(await desk.read({ page: "fleet", fleet: "web" })).toMatchObject({
    run: "web-recycle-1",
    runs: [
      { id: "web-recycle-1", inPlace: 2, image: "ami-1" },
      { id: "web-1", inPlace: null },
    ],
    offers: expect.arrayContaining([
      expect.objectContaining({ act: "pause", blocked: null }),
      expect.objectContaining({ act: "abort", blocked: null }),
    ]),
  });
});

test("a pause and an abort say what they do to it, and do it", async () => {
  const { desk, agree, preview, stored } = await recycling();
  expect((await preview("abort")).not).toEqual([
    "i-2 come back into traffic before their substitutes go.",
    "What was replaced stays replaced: 1 of its servers.",
  ]);
  expect(await desk.act(await agree("pause", { lasts: "2h" }))).toMatchObject({ done: true });
  expect((await stored())?.pause).toMatchObject({ reason: "ticket 7" });
  expect(await desk.act(await agree("abort", { typed: "web" }))).toMatchObject({ done: true });
  expect((await stored())?.abort).toMatchObject({ reason: "ticket 7" });
});

test("there is nothing to promote in it, and it says so", async () => {
  const { preview } = await recycling();
  expect((await preview("promote")).blocked).toContain("nothing to promote");
});
