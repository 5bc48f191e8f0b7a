import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { LedgerConflict, ServiceUnavailable } from "../../../src/errors/errors.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { rollout } from "../../support/cli/records.ts";

const HOLD: RolloutRecord["holds"][number] = {
  group: "web",
  kind: "minimum",
  originalMin: 1,
  heldMin: 4,
  processes: [],
};

let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});

const open = (id: string, startedAt: number): RolloutRecord =>
  rollout({ id, startedAt, endedAt: null, outcome: null });
const begin = (id: string, startedAt: number, over = ledger) =>
  rollouts.write(over, open(id, startedAt), "absent");
const end = (id: string, startedAt: number, change: Partial<RolloutRecord> = {}, over = ledger) =>
  rollouts.write(
    over,
    rollout({ id, startedAt, endedAt: startedAt + 1, outcome: "succeeded", ...change }),
    "any",
  );
const ids = async (over = ledger): Promise<string[]> =>
  (await rollouts.unresting(over, "web")).map(({ run }) => run.id);

/** Counts what is read, and fails so many writes from now on. */
function watched(inner: Ledger) {
  const of = { reads: 0, failAt: Number.POSITIVE_INFINITY, writes: 0 };
  const over: Ledger = {
    ...inner,
    get: (key) => ((of.reads += 1), inner.get(key)),
    list: (partition, options) => ((of.reads += 1), inner.list(partition, options)),
    put: async (write, expected) => {
      of.writes += 1;
      if (of.writes === of.failAt) throw new ServiceUnavailable("no answer");
      return inner.put(write, expected);
    },
  };
  return { of, over };
}

test("the open run is found by two reads, however many the fleet has had", async () => {
  for (let at = 0; at < 40; at += 1) {
    await begin(`r-${at}`, at);
    await end(`r-${at}`, at);
  }
  await begin("r-40", 40);
  const { of, over } = watched(ledger);
  expect((await rollouts.open(over, "web"))?.run.id).toBe("r-40");
  expect(of.reads).toBe(2);
  expect(await rollouts.list(ledger, "web")).toHaveLength(41);
});

test("one that needs a person, or left something held, is found until it does not any more", async () => {
  await begin("r-1", 1);
  await end("r-1", 1, { outcome: "needs-person" });
  await begin("r-2", 2);
  await end("r-2", 2, { holds: [HOLD] });
  expect(await ids()).toEqual(["r-2", "r-1"]);
  await end("r-1", 1, { outcome: "rolled-back" });
  await end("r-2", 2);
  expect(await ids()).toEqual([]);
});

test("a run that needs a person and is opened again is found as open", async () => {
  await begin("r-1", 1);
  await end("r-1", 1, { outcome: "needs-person" });
  for (let at = 2; at < 9; at += 1) {
    await begin(`r-${at}`, at);
    await end(`r-${at}`, at);
  }
  await rollouts.write(ledger, open("r-1", 1), "any");
  expect((await rollouts.open(ledger, "web"))?.run.id).toBe("r-1");
});

test("runs of a version that wrote no pointers are found, and are not lost when the next one begins", async () => {
  await begin("r-1", 1);
  const partition = "runs#rollout";
  const [item] = await ledger.list(partition);
  await ledger.remove({ partition, sort: "web" }, item?.revision ?? 0);
  expect(await ids()).toEqual(["r-1"]);
  await begin("r-2", 2);
  expect(await ids()).toEqual(["r-2", "r-1"]);
});

test("a run that begins while they are made anew is not lost", async () => {
  await begin("r-1", 1);
  const between: Ledger = {
    ...ledger,
    list: async (partition, options) => {
      const items = await ledger.list(partition, options);
      await begin("r-2", 2);
      return items;
    },
  };
  const built = await rollouts.rebuild(between, "web", 9);
  expect(built.runs.map(({ id }) => id)).toEqual(["r-2", "r-1"]);
  expect(await ids()).toEqual(["r-2", "r-1"]);
});

test("a record that exists is not begun a second time", async () => {
  await begin("r-1", 1);
  await end("r-1", 1);
  await expect(begin("r-1", 1)).rejects.toThrow(LedgerConflict);
  expect(await ids()).toEqual([]);
});

describe("whoever dies between two writes", () => {
  test.each([1, 2])("as a run begins, at write %i: what is open is found", async (failAt) => {
    const { of, over } = watched(ledger);
    of.failAt = failAt;
    await expect(begin("r-1", 1, over)).rejects.toThrow(ServiceUnavailable);
    expect(await ids()).toEqual([]);
    await begin("r-1", 1);
    expect(await ids()).toEqual(["r-1"]);
  });

  test.each([1, 2])("as a run ends, at write %i: the sweep's settle corrects it", async (failAt) => {
    await begin("r-1", 1);
    const { of, over } = watched(ledger);
    of.failAt = failAt;
    await expect(end("r-1", 1, {}, over)).rejects.toThrow(ServiceUnavailable);
    expect(await ids()).toEqual(failAt === 1 ? ["r-1"] : []);
    const stored = await rollouts.read(ledger, "web", "r-1");
    if (stored) await rollouts.settle(ledger, stored.run);
    const pointers = (await rollouts.pointers(ledger)).get("web");
    expect(pointers?.runs).toEqual([{ id: "r-1", startedAt: 1, restsAt: failAt === 1 ? null : 2 }]);
  });
});

interface Act {
  readonly number: number;
  readonly what: "begin" | "end" | "needs-person" | "holds" | "reopen" | "rebuild";
  readonly dies: number;
}
const act: fc.Arbitrary<Act> = fc.record({
  number: fc.integer({ min: 0, max: 9 }),
  what: fc.constantFrom("begin", "end", "needs-person", "holds", "reopen", "rebuild"),
  dies: fc.integer({ min: 1, max: 6 }),
});

const isAtRest = ({ endedAt, outcome, holds }: RolloutRecord): boolean =>
  endedAt !== null && outcome !== "needs-person" && holds.length === 0;

async function expectAllFound(acts: readonly Act[]): Promise<void> {
  const inner = openSqliteLedger(":memory:");
  for (const { number, what, dies } of acts) {
    const { of, over } = watched(inner);
    of.failAt = dies;
    const id = `r-${number}`;
    const there = await rollouts.read(inner, "web", id);
    // What has come to rest leaves nothing any more: nobody writes that it needs a person, or holds something, after that.
    const moves = there !== undefined && !isAtRest(there.run);
    const acting = {
      begin: async () => begin(id, number, over),
      end: async () => there && end(id, number, {}, over),
      "needs-person": async () => moves && end(id, number, { outcome: "needs-person" }, over),
      holds: async () => moves && end(id, number, { holds: [HOLD] }, over),
      reopen: async () =>
        there?.run.outcome === "needs-person" && rollouts.write(over, open(id, number), "any"),
      rebuild: async () => rollouts.rebuild(over, "web", 1),
    }[what];
    await acting().catch(() => undefined);
    const unresting = (await rollouts.list(inner, "web")).filter(({ run }) => !isAtRest(run));
    expect(await ids(inner)).toEqual(unresting.map(({ run }) => run.id));
  }
  inner.close();
}

test("whatever is written and wherever its writer dies: every run that does not rest is found", async () => {
  await fc.assert(fc.asyncProperty(fc.array(act, { maxLength: 40 }), expectAllFound), { numRuns: 60 });
});
