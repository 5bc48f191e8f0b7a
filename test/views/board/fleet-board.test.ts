import { beforeEach, expect, test } from "vitest";
import { keepSummary } from "../../../src/ledger/board/summaries.ts";
import { declareFleet } from "../../../src/ledger/fleets.ts";
import { freeze } from "../../../src/ledger/freezes.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { fleetBoard } from "../../../src/views/board/fleet-board.ts";
import { DECLARATION } from "../../support/cli/command-line.ts";
import { summary } from "../../support/domain/explain/summary.ts";

const NOW = Date.UTC(2026, 10, 29, 12);
let ledger: Ledger;
let calls = 0;
beforeEach(async () => {
  const inner = openSqliteLedger(":memory:");
  ledger = {
    ...inner,
    get: (key) => (calls++, inner.get(key)),
    list: (...asked) => (calls++, inner.list(...asked)),
  };
  for (const fleet of ["api", "jobs", "shop", "web"]) {
    const declaration = { ...DECLARATION, fleet };
    await declareFleet(ledger, { declaration, by: "ada", now: 0 }, "absent");
  }
  await keepSummary(ledger, summary({ fleet: "web", state: "waits", at: 5 }));
  await keepSummary(ledger, summary({ fleet: "shop", state: "needs-person", at: 9 }));
  await keepSummary(ledger, summary({ fleet: "jobs", at: 5 }));
  await keepSummary(ledger, summary({ fleet: "gone" }));
  calls = 0;
  return () => inner.close();
});

const read = async (since?: number) => {
  const { counts, fleets } = await fleetBoard(ledger, { now: NOW, ...(since !== undefined && { since }) });
  return { counts, fleets: fleets.map(({ fleet, state }) => `${fleet} ${state}`) };
};

test("the board has every declared fleet, the worst first, in three calls", async () => {
  expect(await read()).toEqual({
    counts: { "needs-person": 1, unknown: 1, waits: 1, steady: 1 },
    fleets: ["shop needs-person", "api unknown", "web waits", "jobs steady"],
  });
  expect(calls).toBe(3);
});

test("since an instant it has what was written after it, and what nobody has written yet; the counts are of all", async () => {
  expect(await read(5)).toEqual({
    counts: { "needs-person": 1, unknown: 1, waits: 1, steady: 1 },
    fleets: ["shop needs-person", "api unknown"],
  });
});

test("a freeze of every fleet is seen at once, though no summary is written for it", async () => {
  await freeze(ledger, { fleet: null, reason: "audit", by: "ada", since: NOW, until: null });
  expect(await read(10)).toEqual({
    counts: { "needs-person": 1, unknown: 1, frozen: 2 },
    fleets: ["api unknown", "jobs frozen", "web frozen"],
  });
});
