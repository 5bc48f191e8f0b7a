import { beforeEach, expect, test } from "vitest";
import { keepDueFirst, readDueFirst } from "../../../src/ledger/found/due-first.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { racing } from "../../support/ledger/racing.ts";

const KEY = { partition: "fleet#web", sort: "due-first" };
const FIRST = { server: "i-1", generation: 6, launchedAt: 5, oldestAt: 4 };

let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});

test("nobody is due first before a scan has looked, and one fleet's server is no other's", async () => {
  expect(await readDueFirst(ledger, "web")).toBeNull();
  await keepDueFirst(ledger, "web", FIRST);
  expect(await readDueFirst(ledger, "web")).toEqual(FIRST);
  expect(await readDueFirst(ledger, "api")).toBeNull();
});

test("what is known already is not written again", async () => {
  await keepDueFirst(ledger, "web", null);
  expect(await ledger.get(KEY)).toBeUndefined();
  await keepDueFirst(ledger, "web", FIRST);
  await keepDueFirst(ledger, "web", { ...FIRST });
  expect((await ledger.get(KEY))?.revision).toBe(1);
});

test.each([
  ["another server", { ...FIRST, server: "i-2" }],
  ["another generation", { ...FIRST, generation: 7 }],
  ["another launch", { ...FIRST, launchedAt: 6 }],
  ["another oldest", { ...FIRST, oldestAt: 3 }],
  ["no server", null],
])("%s is written over it", async (_what, next) => {
  await keepDueFirst(ledger, "web", FIRST);
  await keepDueFirst(ledger, "web", next);
  expect(await readDueFirst(ledger, "web")).toEqual(next);
  expect((await ledger.get(KEY))?.revision).toBe(2);
});

test("before 0.2 the one that is due first stands for the oldest, until a scan says which that is", async () => {
  const { oldestAt: _, ...first } = FIRST;
  await ledger.put({ ...KEY, schema: 1, body: { first } }, "absent");
  expect(await readDueFirst(ledger, "web")).toEqual({ ...FIRST, oldestAt: 5 });
});

test("of two scans that write at once the later one's server stays", async () => {
  const other = () => keepDueFirst(ledger, "web", { ...FIRST, server: "i-2" });
  await keepDueFirst(racing(ledger, other), "web", FIRST);
  expect(await readDueFirst(ledger, "web")).toEqual(FIRST);
});
