import { beforeEach, expect, test } from "vitest";
import { InvalidInput } from "../../src/errors/errors.ts";
import { isEventSeen, markEventSeen } from "../../src/ledger/events-seen.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";

let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});

test("an event is new once", async () => {
  expect(await markEventSeen(ledger, { key: "e-1", at: 1_500 })).toBe(true);
  expect(await markEventSeen(ledger, { key: "e-1", at: 99_000 })).toBe(false);
  expect(await markEventSeen(ledger, { key: "e-2", at: 99_000 })).toBe(true);
});

test("of twenty who see it at once, one is the first", async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => markEventSeen(ledger, { key: "e-1", at: 0 })),
  );
  expect(answers.filter(Boolean)).toHaveLength(1);
});

test("the mark may go two weeks later, in whole seconds", async () => {
  await markEventSeen(ledger, { key: "e-1", at: 1_500 });
  const item = await ledger.get({ partition: "events", sort: "e-1" });
  expect(item?.body).toEqual({ at: 1_500, removeAfter: 1_209_602 });
});

test("a fault of the store is not taken for a known event", async () => {
  await expect(markEventSeen(ledger, { key: "", at: 0 })).rejects.toBeInstanceOf(InvalidInput);
});

test("whether an event was seen can be asked without marking it", async () => {
  expect(await isEventSeen(ledger, "e-1")).toBe(false);
  expect(await isEventSeen(ledger, "e-1")).toBe(false);
  await markEventSeen(ledger, { key: "e-1", at: 0 });
  expect(await isEventSeen(ledger, "e-1")).toBe(true);
});
