import { beforeEach, expect, test } from "vitest";
import { Throttled } from "../../src/errors/errors.ts";
import { replaceLastHold } from "../../src/ledger/last-hold.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { racing } from "../support/ledger/racing.ts";

const KEY = { partition: "fleet#web", sort: "last-hold" };
let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});
const replace = (reason: string | null, fleet = "web") => replaceLastHold(ledger, fleet, reason);

test("another reason is news, the same one is not, and neither is none at first", async () => {
  expect(await replace(null)).toBe(false);
  expect(await ledger.get(KEY)).toBeUndefined();
  expect(await replace("in quarantine")).toBe(true);
  expect(await replace("in quarantine")).toBe(false);
  expect(await replace("in quarantine", "api")).toBe(true);
  expect(await replace(null)).toBe(true);
  expect(await replace("in quarantine")).toBe(true);
  expect((await ledger.get(KEY))?.revision).toBe(3);
});

test("of two who come to the same at once one tells", async () => {
  const said: boolean[] = [];
  const other = async () => void said.push(await replace("in quarantine"));
  said.push(await replaceLastHold(racing(ledger, other), "web", "in quarantine"));
  expect(said).toEqual([true, false]);
});

test("what cannot be written is thrown", async () => {
  const put = async () => {
    throw new Throttled("slow");
  };
  await expect(replaceLastHold({ ...ledger, put }, "web", "frozen")).rejects.toBeInstanceOf(Throttled);
});
