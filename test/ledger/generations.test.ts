import { afterEach, beforeEach, expect, test } from "vitest";
import type { Generation } from "../../src/domain/generation.ts";
import { listGenerations, writeGeneration } from "../../src/ledger/generations.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";

const generation = (number: number, state: Generation["state"]): Generation => ({
  fleet: "web",
  number,
  group: `web-g000${number}`,
  template: { id: "lt-1", version: 1, baseVersion: 1, ownedByMoult: false },
  image: "ami-0aaa",
  targetGroup: null,
  trafficPlace: null,
  state,
  reason: "it was adopted",
  createdAt: number,
  healthySeconds: null,
  expectations: null,
});

let ledger: Ledger;
beforeEach(async () => {
  ledger = openSqliteLedger(":memory:");
  const states: readonly Generation["state"][] = ["gone", "retained", "live", "gone", "gone", "gone"];
  for (const [index, state] of states.entries())
    await writeGeneration(ledger, generation(index + 1, state), "absent");
});
afterEach(() => ledger.close());

const numbers = async (limit: number): Promise<number[]> =>
  (await listGenerations(ledger, "web", limit)).map((each) => each.generation.number);

test("the live generation is listed though more rollouts have failed since than are listed", async () => {
  expect(await numbers(3)).toEqual([6, 5, 4, 3, 2]);
  expect(await numbers(4)).toEqual([6, 5, 4, 3]);
});

test("a fleet without a live generation lists what still stands", async () => {
  const [stored] = (await listGenerations(ledger, "web")).filter((each) => each.generation.number === 3);
  await writeGeneration(ledger, generation(3, "gone"), stored?.revision ?? 0);
  expect(await numbers(2)).toEqual([6, 5, 2]);
});
