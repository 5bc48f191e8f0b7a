import { beforeEach, describe, expect, test } from "vitest";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { recordPublished } from "../../../src/ledger/outbox/published.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { eventFeed } from "../../../src/views/events/event-feed.ts";

const NOON = Date.UTC(2026, 10, 21, 12);

let ledger: Ledger;
let queries: number;

beforeEach(() => {
  const store = openSqliteLedger(":memory:");
  ledger = { ...store, list: (partition, options) => ((queries += 1), store.list(partition, options)) };
  queries = 0;
  return () => store.close();
});

/** The bus took it so many seconds after noon. */
const taken = (
  id: string,
  seconds: number,
  { fleet = "web", type = "Rollout Started" } = {},
): Promise<void> =>
  recordPublished(
    ledger,
    [{ id, detailType: type, detail: { fleet }, keptAt: NOON, claimedUntil: NOON }],
    NOON + seconds * 1000,
  );
const follow = ({
  fleet = null,
  type = null,
  limit = 20,
}: {
  fleet?: string | null;
  type?: string | null;
  limit?: number;
} = {}) => {
  const feed = eventFeed(ledger, { filter: { fleet, type }, limit });
  return async (): Promise<string[]> => (await feed.next()).map(({ id }) => id);
};

describe("the newest", () => {
  test("are those of all fleets, the newest last, at most so many", async () => {
    for (let number = 0; number < 40; number += 1) await taken(`e${number}`, number);
    expect(await follow({ limit: 3 })()).toEqual(["e37", "e38", "e39"]);
    expect(await follow({ limit: 100 })()).toHaveLength(40);
  });

  test("of one fleet, or of a type, are found behind many others", async () => {
    await taken("old", 0, { fleet: "shop", type: "Rollout Rolled Back" });
    for (let number = 0; number < 300; number += 1) await taken(`e${number}`, 1 + number);
    expect(await follow({ fleet: "shop", limit: 5 })()).toEqual(["old"]);
    expect(await follow({ type: "rolled back", limit: 5 })()).toEqual(["old"]);
    expect(await follow({ fleet: "shop", type: "started" })()).toEqual([]);
  });
});

describe("who follows", () => {
  test("sees each event once, and at rest asks once each time", async () => {
    await taken("a", 0);
    const next = follow();
    expect(await next()).toEqual(["a"]);
    await taken("b", 10);
    await taken("c", 10);
    expect(await next()).toEqual(["b", "c"]);
    queries = 0;
    expect(await next()).toEqual([]);
    expect(queries).toBe(1);
  });

  test("sees what a slow sender, or one whose clock is behind, writes an instant later under an earlier one", async () => {
    const next = follow();
    await taken("a", 100);
    expect(await next()).toEqual(["a"]);
    await taken("late", 40);
    expect(await next()).toEqual(["late"]);
    expect(await next()).toEqual([]);
  });

  test("sees once what the bus took twice", async () => {
    const next = follow();
    await taken("a", 0);
    expect(await next()).toEqual(["a"]);
    await taken("a", 600);
    await taken("b", 601);
    expect(await next()).toEqual(["b"]);
  });

  test("loses none of a storm between two looks", async () => {
    const next = follow();
    await taken("a", 0);
    await next();
    for (let number = 0; number < 500; number += 1) await taken(`s${number}`, 300 + number);
    expect(await next()).toHaveLength(500);
  });

  test("is shown no older ones than at first, however many there were in the minutes before", async () => {
    for (let number = 0; number < 40; number += 1) await taken(`e${number}`, number);
    const next = follow({ limit: 3 });
    expect(await next()).toEqual(["e37", "e38", "e39"]);
    expect(await next()).toEqual([]);
    await taken("new", 41);
    expect(await next()).toEqual(["new"]);
  });

  test("follows from nothing", async () => {
    const next = follow();
    expect(await next()).toEqual([]);
    await taken("a", 0);
    expect(await next()).toEqual(["a"]);
  });
});
