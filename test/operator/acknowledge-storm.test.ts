import { expect, test } from "vitest";
import { listEntries } from "../../src/ledger/entries.ts";
import { changeStorm, listStorms, type StoredStorm } from "../../src/ledger/found/storms.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { acknowledgeStorm } from "../../src/operator/acknowledge-storm.ts";
import { ageStorm, storm } from "../support/cli/findings.ts";
import { racing } from "../support/ledger/racing.ts";

const NOON = Date.UTC(2026, 10, 21, 12);
const { key } = storm();
const asked = { key, by: "grace@desk", reason: "on purpose" };
const acknowledged = { by: "grace@desk", reason: "on purpose", at: NOON };
const clock = { now: () => NOON, sleep: async () => undefined };

async function stormy(...storms: readonly StoredStorm[]): Promise<Ledger> {
  const ledger = openSqliteLedger(":memory:");
  for (const each of storms) await changeStorm(ledger, each.key, () => each);
  return ledger;
}

/** Changes the storm while its acknowledgement is being written. */
const beside = (ledger: Ledger, special: Partial<StoredStorm>): Ledger =>
  racing(ledger, () => changeStorm(ledger, key, () => storm(special)));

test("one storm is acknowledged, and no other", async () => {
  const ledger = await stormy(storm(), ageStorm());
  const answer = await acknowledgeStorm(asked, { ledger, clock });
  expect(answer).toEqual({ storm: storm({ acknowledged }), changed: true });
  expect(await listStorms(ledger)).toEqual([storm({ acknowledged }), ageStorm()]);
});

test.each([
  ["is not there", []],
  ["is over", [storm({ endedAt: 1 })]],
])("one that %s is refused, and nothing is written", async (_what, storms) => {
  const ledger = await stormy(...storms);
  await expect(acknowledgeStorm(asked, { ledger, clock })).rejects.toThrow(
    `no storm is called ${key}, or it is over: see \`moult findings\``,
  );
  expect(await listEntries(ledger, null)).toEqual([]);
});

test("of two who acknowledge at once the first stays", async () => {
  const first = { by: "ada", reason: "mine", at: 7 };
  const ledger = await stormy(storm());
  const answer = await acknowledgeStorm(asked, { ledger: beside(ledger, { acknowledged: first }), clock });
  expect(answer).toEqual({ storm: storm({ acknowledged: first }), changed: false });
  expect(await listStorms(ledger)).toEqual([storm({ acknowledged: first })]);
});

test("one that ends at the same moment is not acknowledged", async () => {
  const ledger = await stormy(storm());
  await expect(acknowledgeStorm(asked, { ledger: beside(ledger, { endedAt: 9 }), clock })).rejects.toThrow(
    "or it is over",
  );
  expect(await listStorms(ledger)).toEqual([]);
});

test("one that began anew at the same moment is another, which nobody has seen", async () => {
  const ledger = await stormy(storm());
  const anew = { since: NOON - 1 };
  await expect(acknowledgeStorm(asked, { ledger: beside(ledger, anew), clock })).rejects.toThrow(
    `${key} ended and began anew meanwhile: see \`moult findings\`, and acknowledge it again`,
  );
  expect(await listStorms(ledger)).toEqual([storm(anew)]);
});
