import { expect, test } from "vitest";
import { putFinding } from "../../../src/ledger/findings.ts";
import { changeStorm } from "../../../src/ledger/found/storms.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { heedFindings } from "../../../src/rollout/convergence/heed-findings.ts";
import { finding } from "../../support/domain/findings.ts";

const HOUR = 3_600_000;
const STORM = { kind: "drift", field: "key pair", observed: "mine", fleets: 6, since: 1 } as const;

/** A fleet with these findings, while these storms are on. */
async function heeded(
  findings: readonly ReturnType<typeof finding>[],
  storms: readonly { readonly key: string; readonly acknowledged?: boolean; readonly endedAt?: number }[],
): Promise<string[]> {
  const ledger = openSqliteLedger(":memory:");
  for (const each of findings) await putFinding(ledger, "web", each, 0);
  for (const { key, acknowledged = false, endedAt = null } of storms)
    await changeStorm(ledger, key, () => ({
      ...STORM,
      key,
      acknowledged: acknowledged ? { by: "ada", reason: "ours", at: 2 } : null,
      endedAt,
    }));
  const heard = await heedFindings(ledger, "web");
  ledger.close();
  return heard.map(({ server }) => server);
}

const KEY = "drift#key pair#mine";
const both = [finding(), finding({ server: "i-2", observed: "yours" })];

test("without a storm all findings may be acted on", async () => {
  expect(await heeded([], [])).toEqual([]);
  expect(await heeded(both, [])).toEqual(["i-1", "i-2"]);
});

test("those of a storm are not, until somebody acknowledges it or it is over", async () => {
  expect(await heeded(both, [{ key: KEY }])).toEqual(["i-2"]);
  expect(await heeded(both, [{ key: KEY, acknowledged: true }])).toEqual(["i-1", "i-2"]);
  expect(await heeded(both, [{ key: KEY, endedAt: 9 }])).toEqual(["i-1", "i-2"]);
});

test("a storm of ages holds those that came suddenly, and no other", async () => {
  const age = { kind: "age", field: "age", dueAt: 0 } as const;
  const all = [finding({ ...age, since: HOUR + 1 }), finding({ ...age, server: "i-2", since: HOUR })];
  expect(await heeded(all, [{ key: "age" }])).toEqual(["i-2"]);
});

test("what is only reported belongs to no storm", async () => {
  expect(await heeded([finding({ mode: "report" })], [{ key: KEY }])).toEqual(["i-1"]);
});
