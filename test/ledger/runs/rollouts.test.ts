import { beforeEach, expect, test } from "vitest";
import { listGenerations, writeGeneration } from "../../../src/ledger/generations.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { generation, rollout } from "../../support/cli/records.ts";

let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});

test("rollouts are listed by their start, the newest first, whatever their names", async () => {
  for (const [id, startedAt] of [
    ["b", 2],
    ["c", 1],
    ["a", 3],
  ] as const) {
    await rollouts.write(ledger, rollout({ id, startedAt, endedAt: id === "b" ? null : 9 }), "absent");
  }
  expect((await rollouts.list(ledger, "web")).map(({ run: { id } }) => id)).toEqual(["a", "b", "c"]);
  expect((await rollouts.open(ledger, "web"))?.run.id).toBe("b");
  expect(await rollouts.open(ledger, "api")).toBeUndefined();
});

test("generations are in the order of their numbers, also beyond nine", async () => {
  for (const number of [2, 10, 1]) await writeGeneration(ledger, generation({ number }), "absent");
  const numbers = (await listGenerations(ledger, "web")).map((each) => each.generation.number);
  expect(numbers.toSorted((a, b) => a - b)).toEqual([1, 2, 10]);
  expect([numbers, numbers.toReversed()]).toContainEqual([1, 2, 10]);
});
