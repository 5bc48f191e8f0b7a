import { beforeAll, describe, expect, test } from "vitest";
import { InvalidInput, LedgerConflict } from "../../../src/errors/errors.ts";
import type { Ledger, LedgerItem, LedgerWrite } from "../../../src/ledger/ledger.ts";

/** What every ledger must do. Each test works in partitions of its own, so that the stores may be shared. */
export function describeLedgerContract(name: string, open: () => Promise<Ledger>): void {
  describe(`${name} keeps the ledger's contract`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await open();
      return () => ledger.close();
    });
    describeWrites(() => ledger);
    describeRaces(() => ledger);
    describeLists(() => ledger);
    describeBodies(() => ledger);
    describeLimits(() => ledger);
  });
}

function item(partition: string, sort: string, body: LedgerWrite["body"] = {}): LedgerWrite {
  return { partition, sort, schema: 1, body };
}

function describeWrites(ledger: () => Ledger): void {
  test("what was never written is undefined", async () => {
    expect(await ledger().get({ partition: "writes-0", sort: "a" })).toBeUndefined();
  });

  test("revisions count the writes of each item from 1, whatever the expectation", async () => {
    const first = await ledger().put(item("writes-1", "a", { n: 1 }), "absent");
    const second = await ledger().put({ ...item("writes-1", "a", { n: 2 }), schema: 2 }, 1);
    const third = await ledger().put(item("writes-1", "a", { n: 3 }), "any");
    const other = await ledger().put(item("writes-1", "b", { n: 4 }), "any");
    expect([first.revision, second.revision, third.revision, other.revision]).toEqual([1, 2, 3, 1]);
    expect(second).toEqual({ partition: "writes-1", sort: "a", schema: 2, revision: 2, body: { n: 2 } });
    expect(await ledger().get({ partition: "writes-1", sort: "a" })).toEqual(third);
  });

  test("a write replaces the whole body", async () => {
    await ledger().put(item("writes-2", "a", { left: 1, right: 2 }), "absent");
    await ledger().put(item("writes-2", "a", { right: 3 }), "any");
    expect((await ledger().get({ partition: "writes-2", sort: "a" }))?.body).toEqual({ right: 3 });
  });

  test("a conflict names the item, what was expected and what was found, and changes nothing", async () => {
    await expect(ledger().put(item("writes-3", "a"), 1)).rejects.toThrow(
      "writes-3/a: expected revision 1, found absent.",
    );
    await ledger().put(item("writes-3", "a", { n: 1 }), "absent");
    await expect(ledger().put(item("writes-3", "a", { n: 2 }), "absent")).rejects.toThrow(
      "writes-3/a: expected absent, found revision 1.",
    );
    await ledger().put(item("writes-3", "a", { n: 3 }), 1);
    const late = ledger().put(item("writes-3", "a", { n: 4 }), 1);
    await expect(late).rejects.toThrow("writes-3/a: expected revision 1, found revision 2.");
    await expect(late).rejects.toBeInstanceOf(LedgerConflict);
    expect((await ledger().get({ partition: "writes-3", sort: "a" }))?.body).toEqual({ n: 3 });
  });

  test("remove deletes at the revision, is content with what is gone, and spares what changed", async () => {
    const key = { partition: "writes-4", sort: "a" };
    await ledger().remove(key, 1);
    await ledger().put(item("writes-4", "a"), "absent");
    await ledger().put(item("writes-4", "a"), 1);
    await expect(ledger().remove(key, 1)).rejects.toThrow(
      "writes-4/a: expected revision 1, found revision 2.",
    );
    await expect(ledger().remove(key, 1)).rejects.toBeInstanceOf(LedgerConflict);
    await ledger().remove(key, 2);
    await ledger().remove(key, 2);
    expect(await ledger().get(key)).toBeUndefined();
    expect((await ledger().put(item("writes-4", "a"), "absent")).revision).toBe(1);
  });
}

function describeRaces(ledger: () => Ledger): void {
  test("of 50 writers at one revision exactly one wins, revision after revision", async () => {
    for (const [expected, revision] of [["absent", 1] as const, [1, 2] as const, [2, 3] as const]) {
      const answers = await Promise.allSettled(
        Array.from({ length: 50 }, (_, writer) => ledger().put(item("races-1", "a", { writer }), expected)),
      );
      const won = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
      const lost = answers.flatMap((answer) =>
        answer.status === "rejected" ? [answer.reason as unknown] : [],
      );
      expect(won.map((winner) => winner.revision)).toEqual([revision]);
      expect(lost.filter((reason) => reason instanceof LedgerConflict)).toHaveLength(49);
      expect(await ledger().get({ partition: "races-1", sort: "a" })).toEqual(won[0]);
    }
  });

  test("50 writers who do not care are all counted", async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, writer) => ledger().put(item("races-2", "a", { writer }), "any")),
    );
    const revisions = answers.map((answer) => answer.revision).toSorted((a, b) => a - b);
    expect(revisions).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  });
}

function describeLists(ledger: () => Ledger): void {
  const sorts = (items: LedgerItem[]) => items.map((found) => found.sort);

  test("lists one partition in byte order, by prefix, limit and direction", async () => {
    for (const sort of ["b#2", "a", "b", "b#10", "c", "B", "b$", "ä", "z", "b#\u{1F980}", "b#\u{FFFD}"]) {
      await ledger().put(item("lists-1", sort), "absent");
    }
    await ledger().put(item("lists-1b", "b#3"), "absent");
    const all = ["B", "a", "b", "b#10", "b#2", "b#\u{FFFD}", "b#\u{1F980}", "b$", "c", "z", "ä"];
    expect(sorts(await ledger().list("lists-1"))).toEqual(all);
    expect(sorts(await ledger().list("lists-1", { newestFirst: true }))).toEqual(all.toReversed());
    expect(sorts(await ledger().list("lists-1", { prefix: "" }))).toEqual(all);
    const withPrefix = ["b#10", "b#2", "b#\u{FFFD}", "b#\u{1F980}"];
    expect(sorts(await ledger().list("lists-1", { prefix: "b#" }))).toEqual(withPrefix);
    expect(sorts(await ledger().list("lists-1", { prefix: "b#", limit: 2 }))).toEqual(["b#10", "b#2"]);
    expect(sorts(await ledger().list("lists-1", { prefix: "b#", limit: 1, newestFirst: true }))).toEqual([
      "b#\u{1F980}",
    ]);
    expect(await ledger().list("lists-1", { limit: 0 })).toEqual([]);
    expect(await ledger().list("lists-none")).toEqual([]);
  });

  test("lists more than one DynamoDB page of 1 MB, whole and limited, from both ends", async () => {
    const text = "x".repeat(200_000);
    const keys = Array.from({ length: 13 }, (_, index) => `page#${String(index).padStart(2, "0")}`);
    await Promise.all(keys.map((sort) => ledger().put(item("lists-2", sort, { text }), "absent")));
    await ledger().put(item("lists-2", "other"), "absent");
    const options = { prefix: "page#" };
    expect(sorts(await ledger().list("lists-2", options))).toEqual(keys);
    expect(sorts(await ledger().list("lists-2", { ...options, limit: 11 }))).toEqual(keys.slice(0, 11));
    expect(sorts(await ledger().list("lists-2", { ...options, limit: 12, newestFirst: true }))).toEqual(
      keys.toReversed().slice(0, 12),
    );
  });
}

function describeBodies(ledger: () => Ledger): void {
  const nested = (depth: number): Record<string, unknown> => (depth === 0 ? {} : { in: [nested(depth - 1)] });
  const bodies: Record<string, Record<string, unknown>> = {
    empty: {},
    "empty values": { text: "", list: [], map: {}, nothing: null, no: false, zero: 0 },
    unicode: { ключ: "日本語 \u{1F980} e\u0301 \u0000 \ud800", "": "empty name" },
    numbers: { big: 1.7976931348623157e308, small: 5e-324, exact: Number.MAX_SAFE_INTEGER, part: 0.1 },
    deep: nested(100),
    "names of ours": { revision: 9, partition: "x", sort: "y", schema: 3, body: "z", token: "t" },
  };
  test.each(Object.keys(bodies))("keeps a body: %s", async (sort) => {
    const body = bodies[sort] ?? {};
    const written = await ledger().put(item("bodies-1", sort, body), "absent");
    expect(written).toEqual({ partition: "bodies-1", sort, schema: 1, revision: 1, body });
    expect(await ledger().get({ partition: "bodies-1", sort })).toEqual(written);
  });

  test("keys may be any text", async () => {
    const key = { partition: "fleet#\u{1F980} ä'\"%_", sort: "entry#日本語'%" };
    await ledger().put({ ...key, schema: 1, body: { n: 1 } }, "absent");
    expect((await ledger().get(key))?.body).toEqual({ n: 1 });
    expect(await ledger().list(key.partition, { prefix: "entry#日" })).toHaveLength(1);
  });

  test("what it answers as written is what JSON keeps of it", async () => {
    const written = await ledger().put(item("bodies-2", "a", { kept: 1, dropped: undefined }), "absent");
    expect(Object.keys(written.body)).toEqual(["kept"]);
  });
}

function describeLimits(ledger: () => Ledger): void {
  test("an item that DynamoDB could not hold is refused by name", async () => {
    const write = ledger().put(item("limits-1", "a", { text: "ä".repeat(204_800) }), "absent");
    await expect(write).rejects.toThrow(
      /^limits-1\/a would take 4\d{5} bytes, the ledger stores at most 409600/,
    );
    await expect(write).rejects.toBeInstanceOf(InvalidInput);
    expect(await ledger().get({ partition: "limits-1", sort: "a" })).toBeUndefined();
  });

  test("an item just below the limit is stored", async () => {
    const text = "x".repeat(409_000);
    await ledger().put(item("limits-2", "a", { text }), "absent");
    expect((await ledger().get({ partition: "limits-2", sort: "a" }))?.body).toEqual({ text });
  });

  test("the whole item counts, its key included, to the last byte", async () => {
    const fits = (partition: string, sort: string) =>
      409_600 - 256 - partition.length - sort.length - JSON.stringify({ text: "" }).length;
    for (const [partition, sort] of [
      ["limits-5", "a"],
      ["limits-5".padEnd(2048, "-"), "a"],
      ["limits-5", "a".repeat(1024)],
    ] as const) {
      const most = fits(partition, sort);
      await expect(
        ledger().put(item(partition, sort, { text: "x".repeat(most + 1) }), "absent"),
      ).rejects.toThrow(/would take 409601 bytes/);
      const written = await ledger().put(item(partition, sort, { text: "x".repeat(most) }), "absent");
      expect(written.revision).toBe(1);
    }
  });

  test("an empty or too long key is refused by name", async () => {
    await expect(ledger().put(item("limits-3", ""), "absent")).rejects.toThrow(
      "the sort of limits-3/ has 0 bytes, the ledger takes 1 to 1024",
    );
    await expect(ledger().put(item("p".repeat(2049), "a"), "absent")).rejects.toBeInstanceOf(InvalidInput);
  });

  test("a body that is not JSON is refused by name", async () => {
    const write = ledger().put(item("limits-4", "a", { n: 1n }), "absent");
    await expect(write).rejects.toThrow("limits-4/a has a body that is not plain JSON");
    await expect(write).rejects.toBeInstanceOf(InvalidInput);
  });
}
