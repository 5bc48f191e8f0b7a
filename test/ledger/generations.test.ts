import { beforeEach, expect, test } from "vitest";
import { listGenerations, writeGeneration } from "../../src/ledger/generations.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { generation } from "../support/cli/records.ts";

let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});

/** Writes so many generations that are gone, and one that is live. */
async function generations(count: number, live: number | null): Promise<void> {
  for (let number = 1; number <= count; number += 1)
    await writeGeneration(ledger, generation({ number, state: number === live ? "live" : "gone" }), "absent");
}
const numbers = async (limit?: number) =>
  (await listGenerations(ledger, "web", limit)).map(({ generation: { number } }) => number);

test("the newest twenty come first, or as many as are asked for", async () => {
  await generations(30, 28);
  expect(await numbers()).toEqual(Array.from({ length: 20 }, (_, index) => 30 - index));
  expect(await numbers(3)).toEqual([30, 29, 28]);
});

test("the live one is among them, however many after it came to nothing", async () => {
  await generations(90, 2);
  expect(await numbers()).toContain(2);
  expect(await numbers(3)).toContain(2);
});

test("all are read where none is live", async () => {
  await generations(25, null);
  expect(await numbers()).toHaveLength(25);
  await generations(0, null);
  expect((await listGenerations(ledger, "api")).length).toBe(0);
});
