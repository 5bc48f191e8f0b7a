import { beforeEach, expect, test } from "vitest";
import { LedgerCorrupt, LedgerTooNew, Throttled } from "../../../src/errors/errors.ts";
import { freeze } from "../../../src/ledger/freezes.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { changeOutbox } from "../../../src/ledger/outbox/outbox.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { orLeastView } from "../../../src/views/fleet/least-view.ts";

const NOW = 5_000;
let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});
const seen = (error: Error) => orLeastView(ledger, { fleet: "web", now: NOW }, () => Promise.reject(error));
const corrupt = (sort: string) =>
  ledger.put({ partition: "fleet#web", sort, schema: 1, body: { odd: true } }, "any");
const TOO_NEW = new LedgerTooNew("rollout r-1 was written by schema 9");
const stands = {
  key: "newer",
  kind: "newer-record",
  reason: "frozen: rollout r-1",
  commands: ["moult unfreeze web"],
  source: "sweep-ledger",
  since: 7,
  endedAt: null,
} as const;

test("what can be read is answered as it was read", async () => {
  expect(await orLeastView(ledger, { fleet: "web", now: NOW }, async () => 42)).toBe(42);
});

test.each([TOO_NEW, new LedgerCorrupt("rollout r-1 is not readable")])(
  "of a fleet with an unreadable record its freeze and what stands of it are seen: %s",
  async (error) => {
    await freeze(ledger, { fleet: "web", by: "sweep", reason: "rollout r-1", since: 1, until: null });
    const over = { ...stands, key: "over", endedAt: 9 };
    await changeOutbox(ledger, "web", (each) => ({ ...each, attention: [stands, over] }));
    expect(await seen(error)).toEqual({
      fleet: "web",
      unreadable: error.message,
      frozen: { scope: "fleet", by: "sweep", reason: "rollout r-1", since: 1, until: null },
      attention: [
        { kind: "newer-record", reason: "frozen: rollout r-1", since: 7, commands: ["moult unfreeze web"] },
      ],
    });
  },
);

test("a fleet of which no sweep has said anything yet", async () => {
  expect(await seen(TOO_NEW)).toMatchObject({ frozen: null, attention: [] });
});

test("a freeze or an outbox that cannot be read either leaves the other to be seen", async () => {
  await corrupt("freeze");
  await changeOutbox(ledger, "web", (each) => ({ ...each, attention: [stands] }));
  expect(await seen(TOO_NEW)).toMatchObject({ frozen: null, attention: [{ kind: "newer-record" }] });
  await corrupt("outbox");
  expect(await seen(TOO_NEW)).toMatchObject({ unreadable: TOO_NEW.message, frozen: null, attention: [] });
});

test("an error of another kind is nobody's view", async () => {
  await expect(seen(new Throttled("slow"))).rejects.toThrow("slow");
});
