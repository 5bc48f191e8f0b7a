import { beforeEach, expect, test } from "vitest";
import { Throttled } from "../../src/errors/errors.ts";
import { readLastHold, writeLastHold } from "../../src/ledger/last-hold.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { racing } from "../support/ledger/racing.ts";

let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});

test("what was told last is kept for each fleet, and nothing at first", async () => {
  expect(await readLastHold(ledger, "web")).toBeNull();
  await writeLastHold(ledger, "web", "in quarantine");
  expect(await readLastHold(ledger, "web")).toBe("in quarantine");
  expect(await readLastHold(ledger, "api")).toBeNull();
  await writeLastHold(ledger, "web", null);
  expect(await readLastHold(ledger, "web")).toBeNull();
});

test("of two who write at once the first one's stands, and neither fails", async () => {
  const other = () => writeLastHold(ledger, "web", "frozen");
  await writeLastHold(racing(ledger, other), "web", "in quarantine");
  expect(await readLastHold(ledger, "web")).toBe("frozen");
});

test("what cannot be written is thrown", async () => {
  const put = async () => {
    throw new Throttled("slow");
  };
  await expect(writeLastHold({ ...ledger, put }, "web", "frozen")).rejects.toBeInstanceOf(Throttled);
});
