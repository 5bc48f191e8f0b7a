import { beforeEach, expect, test } from "vitest";
import { forgetSummary, keepSummary, listSummaries } from "../../../src/ledger/board/summaries.ts";
import type { Ledger, LedgerWrite } from "../../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { summary } from "../../support/domain/explain/summary.ts";

let ledger: Ledger;
const written: LedgerWrite[] = [];
beforeEach(() => {
  const inner = openSqliteLedger(":memory:");
  written.length = 0;
  ledger = {
    ...inner,
    put: (write, expected) => {
      written.push(write);
      return inner.put(write, expected);
    },
  };
  return () => inner.close();
});

test("a summary is written where it says something else, and not where it says the same", async () => {
  await keepSummary(ledger, summary({}));
  await keepSummary(ledger, summary({ at: 2 }));
  await keepSummary(ledger, summary({ at: 3, sentence: "other" }));
  await keepSummary(ledger, summary({ fleet: "api" }));
  expect(written).toHaveLength(3);
  expect([...(await listSummaries(ledger)).values()]).toEqual([
    summary({ fleet: "api" }),
    summary({ at: 3, sentence: "other" }),
  ]);
});

test("what is known to be written is not read again", async () => {
  await keepSummary(ledger, summary({}), summary({ at: 7 }));
  expect(written).toEqual([]);
});

test("one that cannot be read is left out, and is written anew", async () => {
  await ledger.put({ partition: "summaries", sort: "web", schema: 99, body: {} }, "absent");
  expect(await listSummaries(ledger)).toEqual(new Map());
  await keepSummary(ledger, summary({}));
  expect((await listSummaries(ledger)).get("web")).toEqual(summary({}));
});

test("one that is forgotten is gone, twice as well as once", async () => {
  await keepSummary(ledger, summary({}));
  await forgetSummary(ledger, "web");
  await forgetSummary(ledger, "web");
  expect(await listSummaries(ledger)).toEqual(new Map());
});
