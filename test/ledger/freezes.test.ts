import { beforeEach, expect, test } from "vitest";
import { LedgerConflict } from "../../src/errors/errors.ts";
import { activeFreeze, freeze, lift } from "../../src/ledger/freezes.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";

const sale = { reason: "sale week", by: "ada", since: 1_000, until: 5_000 };
const outage = { reason: "outage", by: "bob", since: 2_000, until: null };

let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});

test("nothing is frozen at first, and lifting nothing is fine", async () => {
  expect(await activeFreeze(ledger, "web", 0)).toBeUndefined();
  expect(await lift(ledger, "web")).toBeUndefined();
});

test("a fleet's freeze is in force for that fleet until it expires", async () => {
  expect(await freeze(ledger, { fleet: "web", ...sale })).toEqual(sale);
  expect(await activeFreeze(ledger, "web", 4_999)).toEqual({ scope: "fleet", ...sale });
  expect(await activeFreeze(ledger, "web", 5_000)).toBeUndefined();
  expect(await activeFreeze(ledger, "api", 4_999)).toBeUndefined();
});

test("a clock that is behind sees the freeze all the same", async () => {
  await freeze(ledger, { fleet: "web", ...sale });
  expect(await activeFreeze(ledger, "web", 500)).toEqual({ scope: "fleet", ...sale });
});

test("the freeze of every fleet comes first and has no end until it is lifted", async () => {
  await freeze(ledger, { fleet: "web", ...sale });
  await freeze(ledger, { fleet: null, ...outage });
  expect(await activeFreeze(ledger, "web", 3_000)).toEqual({ scope: "account", ...outage });
  expect(await activeFreeze(ledger, "api", 9_000_000_000)).toEqual({ scope: "account", ...outage });
  expect(await lift(ledger, null)).toEqual(outage);
  expect(await activeFreeze(ledger, "web", 3_000)).toEqual({ scope: "fleet", ...sale });
  expect(await lift(ledger, "web")).toEqual(sale);
  expect(await activeFreeze(ledger, "web", 3_000)).toBeUndefined();
});

test("a shorter freeze never cuts a longer one, a longer one takes its place", async () => {
  await freeze(ledger, { fleet: "web", ...sale });
  const shorter = { ...sale, reason: "lunch", until: 4_000 };
  expect(await freeze(ledger, { fleet: "web", ...shorter })).toEqual(sale);
  expect(await freeze(ledger, { fleet: "web", ...outage })).toEqual(outage);
  expect(await freeze(ledger, { fleet: "web", ...sale })).toEqual(outage);
});

test("one that has expired does not stand in the way of a new one", async () => {
  await freeze(ledger, { fleet: "web", ...sale });
  const next = { ...sale, since: 6_000, until: 7_000 };
  expect(await freeze(ledger, { fleet: "web", ...next })).toEqual(next);
});

test("who lifts while somebody freezes anew is told so, and the new freeze stays", async () => {
  await freeze(ledger, { fleet: "web", ...sale });
  const racing: Ledger = {
    ...ledger,
    get: async (key) => {
      const item = await ledger.get(key);
      await freeze(ledger, { fleet: "web", ...outage });
      return item;
    },
  };
  await expect(lift(racing, "web")).rejects.toBeInstanceOf(LedgerConflict);
  expect(await activeFreeze(ledger, "web", 3_000)).toEqual({ scope: "fleet", ...outage });
});

test("of two that end at the same time the first stays", async () => {
  await freeze(ledger, { fleet: "web", ...sale });
  expect(await freeze(ledger, { fleet: "web", ...sale, reason: "lunch" })).toEqual(sale);
});
