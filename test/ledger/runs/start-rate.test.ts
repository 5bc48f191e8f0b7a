import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fleetPartition } from "../../../src/ledger/keys.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { startInstant } from "../../../src/ledger/runs/start-rate.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";

const START_RATE = { burst: 3, everyMs: 1000 };
const NOW = 1_000_000;
let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
});
afterEach(() => ledger.close());

const ask = (rollout: string, now = NOW) => startInstant(ledger, { fleet: "web", rollout, now }, START_RATE);

test("a burst begins at once, and then one after the other", async () => {
  const starts: number[] = [];
  for (const rollout of ["a", "b", "c", "d", "e"]) starts.push(await ask(rollout));
  expect(starts).toEqual([NOW, NOW, NOW, NOW + 1000, NOW + 2000]);
});

test("a turn that was given is kept, also once it was taken: nothing is deleted, and who asks again takes no other", async () => {
  for (const rollout of ["a", "b", "c", "d"]) await ask(rollout);
  expect(await ask("d", NOW + 500)).toBe(NOW + 1000);
  expect(await ask("d", NOW + 1500)).toBe(NOW + 1000);
  expect(await ask("e", NOW + 1500)).toBe(NOW + 2000);
});

test("a turn without a wait leaves nothing in the fleet's partition", async () => {
  await ask("a");
  expect(await ledger.list(fleetPartition("web"))).toEqual([]);
});

test("after a rest there is a whole burst again, and no more", async () => {
  for (const rollout of ["a", "b", "c", "d", "e"]) await ask(rollout);
  const later = NOW + 60_000;
  const starts = [await ask("f", later), await ask("g", later), await ask("h", later), await ask("i", later)];
  expect(starts).toEqual([later, later, later, later + 1000]);
});

test("in no stretch of time begin more than a burst and the pace allow, in the order of asking", async () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(gaps, async (all) => {
      const own = openSqliteLedger(":memory:");
      const starts: number[] = [];
      let now = NOW;
      for (const [index, gap] of all.entries()) {
        now += gap;
        const at = await startInstant(own, { fleet: "web", rollout: `r${index}`, now }, START_RATE);
        expect(at).toBeGreaterThanOrEqual(now);
        starts.push(at);
      }
      own.close();
      expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      const stretches = starts.slice(START_RATE.burst).map((to, index) => to - (starts[index] ?? 0));
      expect(Math.min(START_RATE.everyMs, ...stretches)).toBe(START_RATE.everyMs);
    }),
  );
});
