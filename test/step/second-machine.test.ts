import { beforeEach, expect, test } from "vitest";
import { openRehearsal, type Rehearsal } from "../../rehearsal/rehearsal.ts";
import { type EmbeddedEngine, embeddedEngine } from "../../src/engine/embedded-engine.ts";
import { runTask } from "../../src/engine/run-task.ts";
import { declareFleet } from "../../src/ledger/fleets.ts";
import { freeze } from "../../src/ledger/freezes.ts";
import { readLease } from "../../src/ledger/leases.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { openSweepContext } from "../../src/sweep/open-context.ts";
import { sweep } from "../../src/sweep/sweep.ts";
import { countFile, countKind, countMachine, counts } from "../support/step/counting-machine.ts";

/** The frame carries any kind of run: this one has a record, two states and a file of its own, and nothing of a rollout's. */
let rehearsal: Rehearsal;
let engine: EmbeddedEngine;
const entered: string[] = [];
const started: string[] = [];

beforeEach(async () => {
  rehearsal = openRehearsal({ ledger: openSqliteLedger(":memory:") });
  const declaration = {
    fleet: "web",
    template: "lt-0abc",
    image: { channel: "/images/web" },
    traffic: { strategy: "none" as const },
  };
  await declareFleet(rehearsal.ledger, { declaration, by: "ada", now: 0 }, "absent");
  entered.length = 0;
  started.length = 0;
  engine = openEngine();
});

function openEngine(): EmbeddedEngine {
  const opened: EmbeddedEngine = embeddedEngine({
    machines: { count: countFile },
    clock: rehearsal.simulator.clock,
    random: () => 0.5,
    runTask: (resource, input) =>
      runTask(resource, input, { ...rehearsal.runtime, starter: opened, executions: opened }, [countMachine]),
    onStatus: ({ name, status }) => status === "RUNNING" && started.push(name),
    onState: (_execution, state) => entered.push(state),
  });
  return opened;
}

const runOf = async (id: string) => (await counts.read(rehearsal.ledger, "web", id))?.run;
const drive = <T>(work: Promise<T>): Promise<T> => rehearsal.simulator.drive(work);
const sleep = (seconds: number) => drive(rehearsal.simulator.clock.sleep(seconds * 1000));
const sweepWith = (from: EmbeddedEngine) =>
  drive(sweep(openSweepContext({ ...rehearsal.runtime, starter: from, executions: from }), [countKind]));

test("it runs from its file to its end, and its fleet is free again", async () => {
  engine.startWith("count-1", { fleet: "web" }, "count");
  expect(await drive(engine.settled("count-1"))).toMatchObject({ status: "SUCCEEDED" });
  expect(await runOf("count-1")).toMatchObject({
    count: 3,
    outcome: "succeeded",
    milestones: { counted: expect.any(Number) },
  });
  expect((await readLease(rehearsal.ledger, "web"))?.owner).toBeNull();
  expect(entered.filter((state) => state === "Count")).toHaveLength(3);
});

test("killed in the middle, it is taken over by the sweep and undone under a new fence", async () => {
  engine.startWith("count-1", { fleet: "web" }, "count");
  await sleep(1.5);
  engine.stop("count-1");
  await drive(engine.settled("count-1"));
  expect(await runOf("count-1")).toMatchObject({ count: 2, outcome: null });
  const { irregularities } = await sweepWith(engine);
  expect(irregularities).toEqual([
    {
      fleet: "web",
      irregularity: expect.stringMatching(
        /^count count-1 stood in Count and its execution count-1 had ended: /,
      ),
      repaired: true,
    },
  ]);
  const recovery = started.at(-1) ?? "";
  expect(await drive(engine.settled(recovery))).toMatchObject({ status: "SUCCEEDED" });
  expect(await runOf("count-1")).toMatchObject({
    outcome: "rolled-back",
    execution: recovery,
    failure: { phase: "Count", error: "Abandoned" },
  });
  expect(await readLease(rehearsal.ledger, "web")).toMatchObject({ owner: null, fence: 2 });
});

test("a process that is gone with all its executions is taken over once its lease has run out", async () => {
  engine.startWith("count-1", { fleet: "web" }, "count");
  await sleep(0.5);
  engine.stop("count-1");
  const next = openEngine();
  expect((await sweepWith(next)).irregularities).toEqual([]);
  await sleep(700);
  expect((await sweepWith(next)).irregularities).toMatchObject([{ repaired: true }]);
  const recovery = started.at(-1) ?? "";
  await drive(next.settled(recovery));
  expect(await runOf("count-1")).toMatchObject({ outcome: "rolled-back" });
});

test("an abort, a deadline and a freeze are the frame's, for every kind of run", async () => {
  engine.startWith("count-1", { fleet: "web" }, "count");
  await sleep(0.5);
  const stored = await counts.read(rehearsal.ledger, "web", "count-1");
  if (stored === undefined) throw new Error("nothing was begun");
  const abort = { requestedBy: "ada", reason: "no", requestedAt: 1 };
  await counts.write(rehearsal.ledger, { ...stored.run, abort }, stored.revision);
  await drive(engine.settled("count-1"));
  expect(await runOf("count-1")).toMatchObject({
    outcome: "rolled-back",
    failure: { reason: "aborted by ada: no" },
  });
  await freeze(rehearsal.ledger, { fleet: "web", reason: "incident", by: "ada", since: 0, until: null });
  engine.startWith("count-2", { fleet: "web" }, "count");
  await sleep(1);
  expect(await runOf("count-2")).toMatchObject({ count: 0, waiting: { reason: "frozen: incident" } });
});
