import { beforeEach, expect, test } from "vitest";
import { LedgerCorrupt, LedgerTooNew } from "../../src/errors/errors.ts";
import { listEntries } from "../../src/ledger/entries.ts";
import { readExcept } from "../../src/ledger/except.ts";
import { declareFleet, listFleetNames, listFleets, readFleet } from "../../src/ledger/fleets.ts";
import { activeFreeze } from "../../src/ledger/freezes.ts";
import { listGenerations } from "../../src/ledger/generations.ts";
import { readVerdict } from "../../src/ledger/image-verdicts.ts";
import { readLease } from "../../src/ledger/leases.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { readAttempts } from "../../src/ledger/attempts.ts";
import { listFindings } from "../../src/ledger/findings.ts";
import { readLastHold } from "../../src/ledger/last-hold.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { readWanted } from "../../src/ledger/wanted.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";

let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});

const FLEET = "fleet#web";
const reads: [string, string, string, () => Promise<unknown>][] = [
  ["fleet", "fleets", "web", () => readFleet(ledger, "web")],
  ["lease", FLEET, "lease", () => readLease(ledger, "web")],
  ["wanted", FLEET, "wanted", () => readWanted(ledger, "web")],
  ["attempts", FLEET, "attempts", () => readAttempts(ledger, "web")],
  ["finding", FLEET, "finding#i-1#age#launch-time", () => listFindings(ledger, "web")],
  ["last hold", FLEET, "last-hold", () => readLastHold(ledger, "web")],
  ["rollout", FLEET, "rollout#r-1", () => rollouts.read(ledger, "web", "r-1")],
  ["generation", FLEET, "generation#000001", () => listGenerations(ledger, "web")],
  ["except", FLEET, "except", () => readExcept(ledger, "web")],
  ["freeze", FLEET, "freeze", () => activeFreeze(ledger, "web", 0)],
  ["entry", FLEET, "entry#1", () => listEntries(ledger, "web")],
  ["image verdict", "images", "ami-1", () => readVerdict(ledger, "ami-1", null)],
];

test.each(reads)(
  "a %s that cannot be read is told as what and where it is",
  async (kind, partition, sort, read) => {
    await ledger.put({ partition, sort, schema: 1, body: { odd: 1 } }, "absent");
    await expect(read()).rejects.toBeInstanceOf(LedgerCorrupt);
    await expect(read()).rejects.toThrow(`${kind} ${partition}/${sort} at revision 1 `);
    await ledger.put({ partition, sort, schema: 99, body: {} }, "any");
    await expect(read()).rejects.toBeInstanceOf(LedgerTooNew);
  },
);

const declaration = {
  fleet: "web",
  template: "lt-1",
  image: { channel: "/images/web" },
  traffic: { strategy: "none" as const },
};

test("one declaration that cannot be read does not stop the others", async () => {
  const web = await declareFleet(ledger, { declaration, by: "ada", now: 7 }, "absent");
  await ledger.put({ partition: "fleets", sort: "api", schema: 1, body: { declaration: {} } }, "absent");
  const { fleets, faults } = await listFleets(ledger);
  expect(fleets).toEqual([web]);
  expect(faults).toEqual([{ fleet: "api", error: expect.any(LedgerCorrupt) }]);
  expect(await listFleetNames(ledger)).toEqual(["api", "web"]);
  expect(web).toMatchObject({ declaredAt: 7, declaredBy: "ada", revision: 1, fleet: { bake: 900 } });
});
