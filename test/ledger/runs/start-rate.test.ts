import { afterEach, beforeEach, expect, test } from "vitest";
import { fleetPartition } from "../../../src/ledger/keys.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { startInstant } from "../../../src/ledger/runs/start-rate.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";

const NOW = 1_000_000;
/** What one slot of ten seconds has to give: two rollouts fill two of them. */
const draws = [{ after: 0, requests: 92 }];
let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
});
afterEach(() => ledger.close());

const never = (): Promise<void> => Promise.reject(new Error("nobody else writes"));
const ask = (rollout: string, now = NOW) =>
  startInstant(ledger, { fleet: "web", rollout, draws, now }, never);

test("the first begins at once, and then one after the other", async () => {
  const starts: number[] = [];
  for (const rollout of ["a", "b", "c"]) starts.push(await ask(rollout));
  expect(starts).toEqual([NOW, NOW + 10_000, NOW + 20_000]);
});

test("a turn that was given is kept, also once it was taken: nothing is deleted, and who asks again takes no other", async () => {
  for (const rollout of ["a", "b"]) await ask(rollout);
  expect(await ask("b", NOW + 500)).toBe(NOW + 10_000);
  expect(await ask("b", NOW + 15_000)).toBe(NOW + 10_000);
  expect(await ask("c", NOW + 15_000)).toBe(NOW + 20_000);
});

test("a turn without a wait leaves nothing in the fleet's partition", async () => {
  await ask("a");
  expect(await ledger.list(fleetPartition("web"))).toEqual([]);
});

test("who comes between the reading and the writing is not written over, and is parted from", async () => {
  const lost: number[] = [];
  const busy: Ledger = {
    ...ledger,
    get: async (key) => {
      const item = await ledger.get(key);
      if (key.sort === "start-rate" && lost.length === 0) await ask("other");
      return item;
    },
  };
  const starting = { fleet: "web", rollout: "late", draws, now: NOW };
  const pause = (times: number): Promise<void> => Promise.resolve(void lost.push(times));
  expect(await startInstant(busy, starting, pause)).toBe(NOW + 10_000);
  expect(lost).toEqual([1]);
});

test("what 0.1.0 let begin has begun before the first that this version lets begin", async () => {
  const key = { partition: "account", sort: "start-rate" };
  await ledger.put({ ...key, schema: 1, body: { fullAt: NOW + 50_000 } }, "absent");
  expect(await ask("a")).toBe(NOW + 50_000);
});
