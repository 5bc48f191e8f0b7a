import { beforeEach, expect, test } from "vitest";
import { InvalidInput } from "../../src/errors/errors.ts";
import { appendEntry, type Entry, listEntries } from "../../src/ledger/entries.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";

const entry: Entry = {
  at: 1_700_000_000_000,
  fleet: "web",
  rollout: "r-1",
  phase: "ShiftTraffic",
  kind: "call",
  reason: "10 % of the traffic to green",
  action: "ModifyRule",
  subject: "arn:rule/1",
  evidence: { weights: { blue: 90, green: 10 } },
  actor: "shift-traffic",
};
const sparse: Entry = {
  at: 5,
  fleet: null,
  rollout: null,
  phase: null,
  kind: "event",
  reason: "image published",
  actor: "image-published",
};

let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});

test("an entry is kept as given, in the history of its fleet or of the account", async () => {
  await appendEntry(ledger, entry);
  await appendEntry(ledger, sparse);
  expect(await listEntries(ledger, "web")).toEqual([entry]);
  expect(await listEntries(ledger, null)).toEqual([sparse]);
  expect(await listEntries(ledger, "api")).toEqual([]);
  expect((await ledger.list("fleet#web")).map((item) => item.sort)).toEqual(["entry#001700000000000#000"]);
});

test("entries of one millisecond keep their order", async () => {
  for (let n = 0; n < 12; n += 1) await appendEntry(ledger, { ...entry, reason: `reason ${n}` });
  await appendEntry(ledger, { ...entry, at: 9, reason: "long before" });
  const reasons = (await listEntries(ledger, "web")).map((found) => found.reason);
  expect(reasons).toEqual(["long before", ...Array.from({ length: 12 }, (_, n) => `reason ${n}`)]);
});

test("fifty writers in one millisecond lose no entry", async () => {
  await Promise.all(
    Array.from({ length: 50 }, (_, n) => appendEntry(ledger, { ...entry, reason: `reason ${n}` })),
  );
  const reasons = (await listEntries(ledger, "web")).map((found) => found.reason);
  expect(new Set(reasons)).toEqual(new Set(Array.from({ length: 50 }, (_, n) => `reason ${n}`)));
  expect(reasons).toHaveLength(50);
});

test("limit, direction and rollout work together, however rare the rollout", async () => {
  for (let at = 0; at < 200; at += 1) {
    await appendEntry(ledger, { ...entry, at, rollout: at % 70 === 3 ? "rare" : "common" });
  }
  const ats = async (options: Parameters<typeof listEntries>[2]) =>
    (await listEntries(ledger, "web", options)).map((found) => found.at);
  expect(await ats({ limit: 3 })).toEqual([0, 1, 2]);
  expect(await ats({ limit: 2, newestFirst: true })).toEqual([199, 198]);
  expect(await ats({ rollout: "rare" })).toEqual([3, 73, 143]);
  expect(await ats({ rollout: "rare", limit: 2, newestFirst: true })).toEqual([143, 73]);
  expect(await ats({ rollout: "rare", limit: 9 })).toEqual([3, 73, 143]);
  expect(await ats({ rollout: "never", limit: 1 })).toEqual([]);
  expect(await ats({ limit: 0 })).toEqual([]);
});

test("the other items of the fleet are no entries", async () => {
  await ledger.put({ partition: "fleet#web", sort: "lease", schema: 1, body: {} }, "absent");
  expect(await listEntries(ledger, "web")).toEqual([]);
});

test("the thousandth and first entry of one millisecond is refused, since it would sort wrongly", async () => {
  const sort = "entry#001700000000000#";
  const write = { partition: "fleet#web", schema: 1, body: { ...entry } };
  await ledger.put({ ...write, sort: `${sort}000` }, "absent");
  await ledger.put({ ...write, sort: `${sort}999` }, "absent");
  await expect(appendEntry(ledger, entry)).rejects.toThrow("fleet#web has 1000 entries of one millisecond");
});

test("no more of the store is read than is asked for, and never more is answered", async () => {
  const limits: unknown[] = [];
  const counted: Ledger = {
    ...ledger,
    list: (partition, options) => {
      limits.push(options?.limit);
      return ledger.list(partition, options);
    },
  };
  for (let at = 1; at <= 12; at++) {
    await appendEntry(ledger, { ...entry, at, rollout: at % 2 === 0 ? "r-1" : "r-2" });
  }
  expect(await listEntries(counted, "web", { limit: 2 })).toHaveLength(2);
  expect((await listEntries(counted, "web", { limit: 2, rollout: "r-1" })).map(({ at }) => at)).toEqual([
    2, 4,
  ]);
  expect(await listEntries(counted, "web")).toHaveLength(12);
  expect(limits).toEqual([2, 2, 8, undefined]);
});

test("a thousand entries of one millisecond are kept, one more is refused", async () => {
  for (const number of ["000", "998"]) {
    const key = { partition: "fleet#web", sort: `entry#${String(entry.at).padStart(15, "0")}#${number}` };
    await ledger.put({ ...key, schema: 1, body: { ...entry } }, "absent");
  }
  await appendEntry(ledger, entry);
  expect(await listEntries(ledger, "web")).toHaveLength(3);
  await expect(appendEntry(ledger, entry)).rejects.toBeInstanceOf(InvalidInput);
});
