import { beforeEach, expect, test } from "vitest";
import { appendEntry } from "../../../src/ledger/entries.ts";
import type { Ledger, LedgerWrite } from "../../../src/ledger/ledger.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { entry, rollout } from "../../support/cli/records.ts";

const DAYS_400 = 400 * 86_400_000;

let inner: Ledger;
let written: LedgerWrite[];
let ledger: Ledger;
beforeEach(() => {
  inner = openSqliteLedger(":memory:");
  written = [];
  ledger = { ...inner, put: (write, expected) => (written.push(write), inner.put(write, expected)) };
  return () => inner.close();
});

const endOf = (prefix: string): number | undefined =>
  written.findLast(({ sort }) => sort.startsWith(prefix))?.removeAfter;

test("an entry is kept for 400 days", async () => {
  await appendEntry(ledger, entry({ at: 5 }));
  expect(endOf("entry#")).toBe(5 + DAYS_400);
});

test("what events said and nothing came of is kept for 30 days: anybody may say it, and as often as they like", async () => {
  await appendEntry(ledger, entry({ at: 5, kind: "event", rollout: null }));
  expect(endOf("entry#")).toBe(5 + 30 * 86_400_000);
});

test("a run has no end while it is open, needs a person or left something, and 400 days when it rests", async () => {
  const write = (change: Parameters<typeof rollout>[0]) =>
    rollouts.write(ledger, rollout({ id: "r-1", ...change }), "any");
  await write({ endedAt: null });
  expect(endOf("rollout#")).toBeUndefined();
  await write({ endedAt: 7, outcome: "needs-person" });
  expect(endOf("rollout#")).toBeUndefined();
  await write({ endedAt: 7, outcome: "rolled-back" });
  expect(endOf("rollout#")).toBe(7 + DAYS_400);
  await write({ endedAt: null, outcome: null });
  expect(endOf("rollout#")).toBeUndefined();
});
