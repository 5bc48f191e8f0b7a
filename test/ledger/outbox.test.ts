import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attentionKinds } from "../../src/domain/outbox/attention-kinds.ts";
import { type Outbox, type Reading, withKept, withReading } from "../../src/domain/outbox/outbox.ts";
import { LedgerTooNew } from "../../src/errors/errors.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { changeOutbox, readOutbox } from "../../src/ledger/outbox/outbox.ts";
import { openDynamoDbLedger } from "../../src/ledger/stores/dynamodb-ledger.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { publishFound, publishOnce } from "../../src/step/outbox/publish.ts";
import { type RunningTable, startTable } from "../support/ledger/dynalite-table.ts";

const NOW = 1_700_000_000_123;
const EMPTY: Outbox = { pending: [], taken: [], attention: [] };
const FULL: Outbox = {
  pending: [
    {
      id: "rollout-started-r-1",
      detailType: "Rollout Started",
      detail: { fleet: "web", imageFrom: null, commands: ["a", "b"], nested: { counts: [1, 0.5], none: [] } },
      keptAt: NOW,
      claimedUntil: 0,
    },
  ],
  taken: ["one", "two"],
  attention: attentionKinds.map((kind, index) => ({
    key: `${kind} – “ü”`,
    source: "sweep-world",
    kind,
    reason: "generations 6 and 7 are both live",
    commands: index % 2 === 0 ? [] : ["moult history web"],
    ...(index % 2 === 0 && { fleet: "api" }),
    since: NOW + index,
    endedAt: index % 3 === 0 ? null : NOW,
  })),
};
const event = (id: string) => ({ id, detailType: "Rollout Started", detail: { fleet: "web" } });
const reading = (fleet: string | null): Reading => ({
  fleet,
  source: "sweep-world",
  found: [
    { key: "two", kind: "irregularity", reason: "two are live", commands: ["moult history"], fleet: "api" },
  ],
  isWhole: true,
});

let table: RunningTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const STORES: readonly (readonly [string, () => Ledger])[] = [
  ["SQLite", () => openSqliteLedger(":memory:")],
  ["DynamoDB", () => openDynamoDbLedger(table.name, { endpoint: table.endpoint, region: "us-east-1" })],
];

describe.each(STORES)("the outbox in %s", (_name, open) => {
  let ledger: Ledger;
  let writes = 0;
  beforeAll(() => {
    const store = open();
    ledger = {
      get: (key) => store.get(key),
      list: (partition, options) => store.list(partition, options),
      remove: (key, revision) => store.remove(key, revision),
      close: () => store.close(),
      put: (write, expected) => ((writes += 1), store.put(write, expected)),
    };
    return () => store.close();
  });
  const context = (isTaken: boolean) => ({
    ledger,
    clock: { now: () => NOW } as never,
    publish: async (events: readonly unknown[]) => events.map(() => isTaken),
  });

  test("is empty before anything was said, and comes back as it was written", async () => {
    expect(await readOutbox(ledger, "full")).toEqual(EMPTY);
    expect(await changeOutbox(ledger, "full", () => FULL)).toEqual({ before: EMPTY, after: FULL });
    expect(await readOutbox(ledger, "full")).toEqual(FULL);
  });

  test("of a fleet, of another and of the account are three", async () => {
    for (const fleet of ["one", "other", null])
      await changeOutbox(ledger, fleet, (each) => withKept(each, [event(String(fleet))], NOW));
    for (const fleet of ["one", "other", null])
      expect((await readOutbox(ledger, fleet)).pending.map(({ id }) => id)).toEqual([String(fleet)]);
  });

  test("loses nothing of eight who change it at once", async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `e-${index}`);
    await Promise.all(
      ids.map((id) => changeOutbox(ledger, "busy", (each) => withKept(each, [event(id)], NOW))),
    );
    expect((await readOutbox(ledger, "busy")).pending.map(({ id }) => id).sort()).toEqual(ids.sort());
  });

  test("is not written where nothing changes, in whatever order the store keeps fields", async () => {
    await changeOutbox(ledger, "still", (each) => withReading(each, reading("still"), NOW));
    const before = writes;
    await changeOutbox(ledger, "still", (each) => withReading(each, reading("still"), NOW + 300_000));
    await publishFound(reading("still"), context(true));
    expect(writes - before).toBe(0);
  });

  test("marks what the bus took and keeps what it refused", async () => {
    await publishOnce("marks", [event("refused")], context(false));
    expect(await readOutbox(ledger, "marks")).toMatchObject({ pending: [{ id: "refused" }], taken: [] });
    await publishOnce("marks", [event("taken")], context(true));
    expect(await readOutbox(ledger, "marks")).toMatchObject({ pending: [], taken: ["refused", "taken"] });
    const before = writes;
    await publishOnce("marks", [event("taken")], context(true));
    expect(writes - before).toBe(0);
  });

  test("of newer code is refused, not read as empty", async () => {
    await ledger.put({ partition: "fleet#newer", sort: "outbox", schema: 2, body: { ...EMPTY } }, "absent");
    await expect(readOutbox(ledger, "newer")).rejects.toBeInstanceOf(LedgerTooNew);
    await expect(changeOutbox(ledger, "newer", () => EMPTY)).rejects.toBeInstanceOf(LedgerTooNew);
  });
});
