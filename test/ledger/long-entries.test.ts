import { onTestFinished, test, expect } from "vitest";
import { appendEntry, listEntries } from "../../src/ledger/entries.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { entry } from "../support/cli/records.ts";

const LONG = "x\u0001".repeat(200_000);

test("whatever somebody said, an entry is written: what is too long is cut, and the entry says so", async () => {
  const ledger = openSqliteLedger(":memory:");
  onTestFinished(() => ledger.close());
  const evidence = {
    said: LONG,
    servers: Array.from({ length: 50_000 }, (_, index) => `i-${index}`),
    count: 7,
  };
  await appendEntry(ledger, entry({ reason: LONG, subject: LONG, action: LONG, actor: LONG, evidence }));
  const [written] = await listEntries(ledger, "web");
  expect(written?.reason).toHaveLength(4000);
  expect(written?.reason).toMatch(/…$/);
  expect([written?.subject?.length, written?.action?.length, written?.actor.length]).toEqual([
    2048, 256, 1024,
  ]);
  expect(JSON.stringify(written?.evidence).length).toBeLessThan(65_536);
  expect(written?.evidence).toMatchObject({ count: 7, leftOut: ["said", "servers"] });
});

test("what is short is kept letter by letter", async () => {
  const ledger = openSqliteLedger(":memory:");
  onTestFinished(() => ledger.close());
  const short = entry({ reason: "x".repeat(4000), evidence: { said: "x".repeat(60_000) } });
  await appendEntry(ledger, short);
  expect(await listEntries(ledger, "web")).toEqual([short]);
});
