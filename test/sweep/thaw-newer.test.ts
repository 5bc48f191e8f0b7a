import { beforeEach, expect, test } from "vitest";
import { listEntries } from "../../src/ledger/entries.ts";
import { declareFleet } from "../../src/ledger/fleets.ts";
import { activeFreeze, freeze, lift } from "../../src/ledger/freezes.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { sweep } from "../../src/sweep/sweep.ts";

let ledger: Ledger;
let now: number;
beforeEach(async () => {
  ledger = openSqliteLedger(":memory:");
  now = 5_000;
  const traffic = { strategy: "none" as const };
  const declaration = { fleet: "web", template: "lt-0abc", image: { channel: "/images/web" }, traffic };
  await declareFleet(ledger, { declaration, by: "ada", now: 0 }, "absent");
  return () => ledger.close();
});

const client = { send: async () => ({}) } as never;
/** Sweeps an empty account; answers the kinds that were published. */
async function swept(): Promise<unknown[]> {
  const kinds: unknown[] = [];
  await sweep({
    ledger,
    clock: { now: () => now } as never,
    aws: { autoScaling: client, elbv2: client, ec2: client, ssm: client } as never,
    starter: { start: async () => "started" },
    publish: async (events) => events.map(({ detail }) => kinds.push(detail["kind"]) > 0),
    executions: { status: async () => "ended" },
  });
  now += 300_000;
  return kinds;
}
const isFrozen = async (): Promise<boolean> => (await activeFreeze(ledger, "web", now)) !== undefined;
const put = (sort: string, schema: number) =>
  ledger.put({ partition: "fleet#web", sort, schema, body: { except: [] } }, "any");
/** As the version knows it that is deployed afterwards. */
const known = async (sort: string): Promise<void> => {
  const item = await ledger.get({ partition: "fleet#web", sort });
  if (item) await ledger.remove(item, item.revision);
};

test("the freeze for a newer record ends when all records can be read, and the decision is written once", async () => {
  await put("except", 99);
  expect([await swept(), await isFrozen()]).toEqual([["newer-record"], true]);
  await known("except");
  expect([await swept(), await isFrozen()]).toEqual([[], false]);
  expect([await swept(), await isFrozen()]).toEqual([[], false]);
  expect(
    (await listEntries(ledger, "web")).flatMap(({ action, actor }) => (action === "unfreeze" ? actor : [])),
  ).toEqual(["sweep"]);
});

test("one that finds another newer record meanwhile is thawed all the same", async () => {
  await put("wanted", 99);
  await swept();
  await put("rollout#r-1", 99);
  await swept();
  await known("wanted");
  await known("attempts");
  await swept();
  expect(await isFrozen()).toBe(false);
});

test("one that a person lifted and the sweep made anew is thawed, too", async () => {
  await put("wanted", 99);
  await swept();
  await lift(ledger, "web");
  await put("rollout#r-1", 99);
  await swept();
  expect(await isFrozen()).toBe(true);
  await known("wanted");
  await known("attempts");
  await swept();
  expect(await isFrozen()).toBe(false);
});

test("a newer version that is put back and deployed again within the hour is thawed each time", async () => {
  for (const sort of ["wanted", "except"]) {
    await put(sort, 99);
    await swept();
    expect(await isFrozen()).toBe(true);
    await known(sort);
    await swept();
    expect(await isFrozen()).toBe(false);
  }
});

test("a person's freeze stays, and so does one for a record that could not be read", async () => {
  await freeze(ledger, { fleet: "web", reason: "incident", by: "ada", since: 0, until: null });
  await put("wanted", 99);
  expect(await swept()).toEqual(["newer-record"]);
  await known("wanted");
  await swept();
  expect(await activeFreeze(ledger, "web", now)).toMatchObject({ by: "ada" });
  await lift(ledger, "web");
  await put("attempts", 1);
  await swept();
  await known("attempts");
  await swept();
  expect(await activeFreeze(ledger, "web", now)).toMatchObject({ by: "sweep" });
});

test("while another record is newer still, it stays frozen", async () => {
  await put("wanted", 99);
  await put("attempts", 99);
  await swept();
  await known("wanted");
  await swept();
  expect(await isFrozen()).toBe(true);
});

test("a newer outbox freezes its fleet until it can be read, without a freeze at each sweep", async () => {
  await put("outbox", 99);
  for (let sweeps = 0; sweeps < 3; sweeps += 1) await swept();
  expect(await isFrozen()).toBe(true);
  await known("outbox");
  await swept();
  expect(await isFrozen()).toBe(false);
  const acts = (await listEntries(ledger, "web")).map(({ action }) => action);
  expect(acts.filter((action) => action === "freeze")).toHaveLength(1);
});
