import { beforeEach, expect, test } from "vitest";
import { LedgerCorrupt, Throttled } from "../../src/errors/errors.ts";
import { listEntries } from "../../src/ledger/entries.ts";
import { declareFleet } from "../../src/ledger/fleets.ts";
import { activeFreeze } from "../../src/ledger/freezes.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { keepEvents } from "../../src/step/outbox/publish.ts";
import { sweep } from "../../src/sweep/sweep.ts";
import { commandLine } from "../support/cli/command-line.ts";

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

let told: unknown[] = [];
/** Sweeps an empty account, over a ledger that may be broken. Answers what was found and published. */
async function swept(over: Ledger) {
  told = [];
  const client = { send: async () => ({}) } as never;
  const report = await sweep({
    ledger: over,
    clock: { now: () => NOW } as never,
    aws: { autoScaling: client, elbv2: client, ec2: client, ssm: client } as never,
    starter: { start: async () => "started" },
    publish: async (events) => events.map(({ detailType, detail }) => told.push([detailType, detail]) > 0),
    executions: { status: async () => "ended" },
  });
  return { ...report, told };
}
const corrupt = (sort: string) =>
  ledger.put({ partition: "fleet#web", sort, schema: 1, body: { odd: true } }, "absent");
const history = (words: string) =>
  // The test closes the ledger.
  commandLine({ plane: { ledger: { ...ledger, close: () => undefined } } }).moult(`history ${words} --wide`);

test("a fleet whose record is corrupt is frozen with the reason and told, and the others are swept", async () => {
  await corrupt("rollout#r-1");
  const { fleets, irregularities, told } = await swept(ledger);
  expect(fleets).toBe(2);
  const irregularity = expect.stringMatching(/^frozen: rollout fleet#web\/rollout#r-1 /) as string;
  expect(irregularities).toEqual([{ fleet: "web", irregularity, repaired: false }]);
  const kind = "unreadable-record";
  expect(told).toMatchObject([["Fleet Needs Attention", { fleet: "web", kind, irregularity }]]);
  expect(await activeFreeze(ledger, "web", NOW)).toMatchObject({
    by: "sweep",
    since: NOW,
    until: null,
    reason: expect.stringMatching(/^rollout fleet#web/),
  });
  expect(await activeFreeze(ledger, "api", NOW)).toBeUndefined();
  const again = await swept(ledger);
  expect([again.irregularities, again.told]).toEqual([irregularities, []]);
});

test.each(["wanted", "attempts", "except", "finding#i-1#age#launch-time"])(
  "a fleet whose %s is corrupt is frozen and told, and the others are decided about",
  async (sort) => {
    await corrupt(sort);
    const { irregularities, told } = await swept(ledger);
    const irregularity = expect.stringMatching(new RegExp(`^frozen: .* fleet#web/${sort} `, "u")) as string;
    expect(irregularities).toEqual([{ fleet: "web", irregularity, repaired: false }]);
    expect(told).toMatchObject([["Fleet Needs Attention", { fleet: "web", irregularity }]]);
    expect(await activeFreeze(ledger, "web", NOW)).toMatchObject({ by: "sweep", until: null });
    const [leave] = await listEntries(ledger, "api");
    expect(leave).toMatchObject({ action: "leave", evidence: { because: "unnamed" } });
    const again = await swept(ledger);
    expect([again.irregularities, again.told]).toEqual([irregularities, []]);
  },
);

test("history says who froze a fleet whose record is corrupt, and why: once, however often it is swept", async () => {
  await corrupt("rollout#r-1");
  await swept(ledger);
  await swept(ledger);
  const reason = expect.stringMatching(/^rollout fleet#web\/rollout#r-1 /) as string;
  const { code, out } = await history("web --json");
  expect(code).toBe(0);
  expect(JSON.parse(out).entries).toEqual([
    {
      at: NOW,
      fleet: "web",
      rollout: null,
      phase: null,
      kind: "decision",
      action: "freeze",
      reason,
      evidence: { until: null },
      actor: "sweep",
    },
    expect.objectContaining({ action: "irregularity", actor: "sweep" }),
  ]);
});

test("history says why a fleet whose declaration is corrupt stands still", async () => {
  const [, item] = await ledger.list("fleets");
  await ledger.put({ partition: "fleets", sort: "web", schema: 1, body: { odd: true } }, item?.revision ?? 0);
  await swept(ledger);
  const { code, out } = await history("web");
  expect(code).toBe(0);
  expect(out).toMatch(/decision +freeze +sweep +fleet fleets\/web at revision 2 is not readable/);
});

test("while the freeze of every fleet is corrupt, a fleet is frozen and its entry written once", async () => {
  await ledger.put({ partition: "account", sort: "freeze", schema: 1, body: { odd: true } }, "absent");
  expect((await swept(ledger)).told).toHaveLength(2);
  expect((await swept(ledger)).told).toHaveLength(0);
  expect(await listEntries(ledger, "web")).toMatchObject([
    { action: "freeze", actor: "sweep" },
    { action: "irregularity", actor: "sweep" },
  ]);
});

test("a freeze that cannot be written is reported", async () => {
  await corrupt("rollout#r-1");
  const put: Ledger["put"] = (write, expected) =>
    write.sort === "freeze" ? Promise.reject(new Throttled("slow")) : ledger.put(write, expected);
  const { irregularities, told } = await swept({ ...ledger, put });
  const irregularity = expect.stringMatching(
    /^could not be frozen \(Throttled: slow\): rollout fleet#web/,
  ) as string;
  expect(irregularities).toEqual([{ fleet: "web", irregularity, repaired: false }]);
  expect(told).toEqual([]);
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
  expect(await listEntries(ledger, "web")).toEqual([]);
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

test("a fleet whose outbox is corrupt is frozen, and the others are swept and heard", async () => {
  await corrupt("outbox");
  await ledger.put({ partition: "fleet#api", sort: "rollout#r-1", schema: 1, body: { odd: true } }, "absent");
  for (let sweeps = 0; sweeps < 2; sweeps += 1) {
    const { irregularities, notSwept, attention, told } = await swept(ledger);
    expect(told).toHaveLength(sweeps === 0 ? 1 : 0);
    expect(attention).toBe(2);
    expect(irregularities).toHaveLength(2);
    expect(notSwept).toContainEqual({
      fleet: "web",
      irregularity: expect.stringMatching(
        /^frozen, and this could not be published .*outbox fleet#web/,
      ) as string,
      repaired: false,
    });
  }
  expect(await activeFreeze(ledger, "web", NOW)).toMatchObject({ by: "sweep", until: null });
  expect(await listEntries(ledger, "web")).toMatchObject([{ action: "freeze", actor: "sweep" }]);
});

test("the account's outbox is corrupt: the sweep fails, when all that fleets have to say has been sent", async () => {
  await ledger.put({ partition: "account", sort: "outbox", schema: 1, body: { odd: true } }, "absent");
  const event = { id: "a", detailType: "Rollout Started", detail: {} };
  await keepEvents("web", [event], { ledger, clock: { now: () => NOW - 300_000 } as never });
  await corrupt("rollout#r-1");
  await expect(swept(ledger)).rejects.toThrow(/outbox account\/outbox .*not readable/);
  expect(told).toEqual([
    ["Rollout Started", {}],
    ["Fleet Needs Attention", expect.objectContaining({ kind: "unreadable-record" })],
  ]);
});

test("a fleet that is not swept for one reason after the other says so once", async () => {
  let count = 0;
  const list: Ledger["list"] = (partition, options) =>
    partition === "fleet#web"
      ? Promise.reject(new Error(`request ${(count += 1)}`))
      : ledger.list(partition, options);
  const first = await swept({ ...ledger, list });
  const second = await swept({ ...ledger, list });
  expect([first.told, second.told]).toMatchObject([[["Fleet Needs Attention", { kind: "not-swept" }]], []]);
});
