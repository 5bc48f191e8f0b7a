import { beforeEach, expect, test } from "vitest";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { changeStorm, listStorms } from "../../../src/ledger/found/storms.ts";
import { racing } from "../../support/ledger/racing.ts";

type StoredStorm = Awaited<ReturnType<typeof listStorms>>[number];

const storm = (special: Partial<StoredStorm> = {}): StoredStorm => ({
  key: "drift#key pair#mine",
  kind: "drift",
  field: "key pair",
  observed: "mine",
  fleets: 6,
  since: 5,
  acknowledged: null,
  endedAt: null,
  ...special,
});
const acknowledged = { by: "ada", reason: "our own change", at: 9 };

let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});

test("are listed oldest first until they are over", async () => {
  expect(await listStorms(ledger)).toEqual([]);
  const all = [storm({ since: 7 }), storm({ key: "age", kind: "age", since: 2 }), storm({ key: "x" })];
  for (const each of all) expect(await changeStorm(ledger, each.key, () => each)).toBe(true);
  expect(await listStorms(ledger)).toEqual([all[1], all[2], all[0]]);
  await changeStorm(ledger, "x", (before) => before && { ...before, endedAt: 8 });
  expect(await listStorms(ledger)).toEqual([all[1], all[0]]);
});

test("nothing is written where nothing changes, and of what is not there nothing is made", async () => {
  expect(await changeStorm(ledger, "age", (before) => before)).toBe(false);
  await changeStorm(ledger, "age", () => storm({ key: "age" }));
  expect(await changeStorm(ledger, "age", (before) => before)).toBe(false);
  expect(await changeStorm(ledger, "age", () => undefined)).toBe(false);
  expect(await listStorms(ledger)).toEqual([storm({ key: "age" })]);
});

test("somebody acknowledges it while a scan sees that it grew: neither is lost", async () => {
  const { key } = storm();
  await changeStorm(ledger, key, () => storm());
  const grows = () => changeStorm(ledger, key, (before) => before && { ...before, fleets: 9 });
  await changeStorm(racing(ledger, grows), key, (before) => before && { ...before, acknowledged });
  expect(await listStorms(ledger)).toEqual([storm({ fleets: 9, acknowledged })]);
});
