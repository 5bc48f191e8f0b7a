import { beforeEach, expect, test } from "vitest";
import { LedgerCorrupt, Throttled } from "../../src/errors/errors.ts";
import { declareFleet } from "../../src/ledger/fleets.ts";
import { activeFreeze } from "../../src/ledger/freezes.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { sweep } from "../../src/sweep/sweep.ts";

const NOW = 5_000;
let ledger: Ledger;
beforeEach(async () => {
  ledger = openSqliteLedger(":memory:");
  for (const fleet of ["api", "web"]) {
    const traffic = { strategy: "none" as const };
    const declaration = { fleet, template: "lt-0abc", image: { channel: "/images/web" }, traffic };
    await declareFleet(ledger, { declaration, by: "ada", now: 0 }, "absent");
  }
  return () => ledger.close();
});

/** Sweeps an empty account, over a ledger that may be broken. Answers what was found and published. */
async function swept(over: Ledger) {
  const told: unknown[] = [];
  const client = { send: async () => ({}) } as never;
  const report = await sweep({
    ledger: over,
    clock: { now: () => NOW } as never,
    aws: { autoScaling: client, elbv2: client } as never,
    starter: { start: async () => "started" },
    publish: async (type, detail) => void told.push([type, detail]),
    executions: { status: async () => "ended" },
  });
  return { ...report, told };
}
const corrupt = (sort: string) =>
  ledger.put({ partition: "fleet#web", sort, schema: 1, body: { odd: true } }, "absent");

test("a fleet whose record is corrupt is frozen with the reason and told, and the others are swept", async () => {
  await corrupt("rollout#r-1");
  const { fleets, irregularities, told } = await swept(ledger);
  expect(fleets).toBe(2);
  const irregularity = expect.stringMatching(/^frozen: rollout fleet#web\/rollout#r-1 /) as string;
  expect(irregularities).toEqual([{ fleet: "web", irregularity, repaired: false }]);
  expect(told).toEqual([["Fleet Needs Attention", { fleet: "web", irregularity }]]);
  expect(await activeFreeze(ledger, "web", NOW)).toMatchObject({
    by: "sweep",
    since: NOW,
    until: null,
    reason: expect.stringMatching(/^rollout fleet#web/),
  });
  expect(await activeFreeze(ledger, "api", NOW)).toBeUndefined();
  expect((await swept(ledger)).irregularities).toEqual([]);
});

test("a fleet whose freeze cannot be read either is told all the same", async () => {
  await corrupt("freeze");
  const { irregularities, told } = await swept(ledger);
  expect(irregularities).toEqual([
    {
      fleet: "web",
      irregularity: expect.stringMatching(/^could not be frozen \(LedgerCorrupt/),
      repaired: false,
    },
  ]);
  expect(told).toEqual([]);
});

test.each([
  ["an error", new Throttled("slow"), /slow$/],
  ["anything else", "odd", /odd$/],
])("a fleet that cannot be read for %s is told and not frozen", async (_what, thrown, irregularity) => {
  const list: Ledger["list"] = (partition, options) =>
    partition === "fleet#web" ? Promise.reject(thrown as Error) : ledger.list(partition, options);
  const { irregularities } = await swept({ ...ledger, list });
  expect(irregularities).toEqual([
    { fleet: "web", irregularity: expect.stringMatching(irregularity), repaired: false },
  ]);
  expect(await activeFreeze(ledger, "web", NOW)).toBeUndefined();
  expect(thrown).not.toBeInstanceOf(LedgerCorrupt);
});
