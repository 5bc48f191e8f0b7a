import { beforeEach, describe, expect, test } from "vitest";
import type { OutgoingEvent } from "../../../src/domain/outbox/outbox.ts";
import { ServiceUnavailable } from "../../../src/errors/errors.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { readOutbox } from "../../../src/ledger/outbox/outbox.ts";
import { listPublished } from "../../../src/ledger/outbox/published.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import {
  claimPending,
  keepEvents,
  publishFound,
  publishOnce,
  sendKept,
} from "../../../src/step/outbox/publish.ts";
import { openOutboxes } from "../../../src/sweep/told/outboxes.ts";
import { sendPending } from "../../../src/sweep/told/send-pending.ts";

let ledger: Ledger;
let now: number;
let calls: string[][];
/** What the bus answers to each event, by its id; it takes what is not named. */
let refuses: Set<string>;
let writes: number;

beforeEach(() => {
  const store = openSqliteLedger(":memory:");
  ledger = { ...store, put: (write, expected) => ((writes += 1), store.put(write, expected)) };
  now = 1_000_000;
  calls = [];
  refuses = new Set();
  writes = 0;
  return () => store.close();
});

const event = (id: string): OutgoingEvent => ({
  id,
  detailType: "Rollout Started",
  detail: { fleet: "web" },
});
const context = () => ({
  ledger,
  clock: { now: () => now } as never,
  publish: async (events: readonly OutgoingEvent[]) => {
    calls.push(events.map(({ id }) => id));
    return events.map(({ id }) => !refuses.has(id));
  },
});
const sweepLater = async (
  minutes: number,
  fleets: readonly (string | null)[] = ["web", null],
): Promise<void> => {
  now += minutes * 60_000;
  await sendPending(fleets, { ...context(), outboxes: openOutboxes(ledger) });
};

describe("an event that is published", () => {
  test("is kept, taken and marked, and then nothing sends it again", async () => {
    await publishOnce("web", [event("a")], context());
    await publishOnce("web", [event("a")], context());
    await sweepLater(10);
    expect(calls).toEqual([["a"]]);
    expect(await readOutbox(ledger, "web")).toEqual({ pending: [], taken: ["a"], attention: [] });
    // Kept, marked, and written down for who follows what is published.
    expect(writes).toBe(3);
  });

  test("is sent by the next sweep when the bus throttles it, and by every one until the bus is back", async () => {
    refuses.add("a");
    await publishOnce("web", [event("a")], context());
    for (let sweeps = 0; sweeps < 12; sweeps += 1) await sweepLater(5);
    expect(calls).toHaveLength(13);
    refuses.clear();
    await sweepLater(5);
    await sweepLater(5);
    expect(calls).toHaveLength(14);
    expect((await readOutbox(ledger, "web")).taken).toEqual(["a"]);
  });

  test("of which the bus takes a part goes again without what it took", async () => {
    refuses.add("b");
    await publishOnce("web", [event("a"), event("b"), event("c")], context());
    refuses.clear();
    await sweepLater(5);
    expect(calls).toEqual([["a", "b", "c"], ["b"]]);
  });

  test("survives a process that dies between writing and sending", async () => {
    await keepEvents("web", [event("a")], context());
    await sweepLater(1);
    expect(calls).toEqual([]);
    await sweepLater(5);
    expect(calls).toEqual([["a"]]);
  });

  test("goes twice, with the same id, when a process dies between sending and marking", async () => {
    const { publish, ...rest } = context();
    const dying = async (events: readonly OutgoingEvent[]) => {
      await publish(events);
      throw new ServiceUnavailable("killed");
    };
    await expect(publishOnce("web", [event("a")], { ...rest, publish: dying })).rejects.toThrow("killed");
    await sweepLater(5);
    await sweepLater(5);
    expect(calls).toEqual([["a"], ["a"]]);
  });

  test("of many fleets is sent with the others", async () => {
    await keepEvents("api", [event("a")], context());
    await keepEvents("web", [event("b")], context());
    await keepEvents(null, [event("c")], context());
    refuses.add("b");
    await sweepLater(5, ["api", "web", null]);
    expect(calls).toEqual([["a", "b", "c"]]);
    const left = await Promise.all(["api", "web", null].map((fleet) => readOutbox(ledger, fleet)));
    expect(left.map(({ pending, taken }) => [pending.length, taken])).toEqual([
      [0, ["a"]],
      [1, []],
      [0, ["c"]],
    ]);
  });

  test("is sent by one of two who sweep at once", async () => {
    await keepEvents("web", [event("a")], context());
    now += 300_000;
    const outbox = await readOutbox(ledger, "web");
    const both = [await claimPending("web", outbox, context()), await claimPending("web", outbox, context())];
    expect(both.map(({ events }) => events.length)).toEqual([1, 0]);
    await sendKept(both, context());
    expect(calls).toEqual([["a"]]);
  });

  test("is written down as the bus took it, and what it refused is not", async () => {
    refuses.add("b");
    await publishOnce("web", [event("a"), event("b")], context());
    const [only, ...others] = await listPublished(ledger, 10);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ id: "a", at: now, detailType: "Rollout Started" });
    expect(only?.detail).toMatchObject({ fleet: "web", key: "a", title: "▸ web: rollout started" });
  });

  test("is not sent again where it could not be written down", async () => {
    const failing: Ledger = {
      ...ledger,
      put: (write, expected) =>
        write.partition === "published"
          ? Promise.reject(new ServiceUnavailable("away"))
          : ledger.put(write, expected),
    };
    await expect(publishOnce("web", [event("a")], { ...context(), ledger: failing })).rejects.toThrow("away");
    await sweepLater(5);
    expect(calls).toEqual([["a"]]);
  });

  test("costs no call and no write where nothing is kept", async () => {
    await sweepLater(5);
    expect([calls, writes]).toEqual([[], 0]);
  });
});

describe("what a person has to look at", () => {
  const reading = (reasons: readonly string[]) => ({
    fleet: "web",
    source: "sweep-world",
    found: reasons.map((reason) => ({ key: reason, kind: "irregularity" as const, reason, commands: [] })),
    isWhole: true,
  });

  test("is published once as long as it stands, and costs no write meanwhile", async () => {
    expect(await publishFound(reading(["two are live"]), context())).toHaveLength(1);
    const before = writes;
    now += 300_000;
    expect(await publishFound(reading(["two are live"]), context())).toEqual([]);
    expect([calls.length, writes - before]).toEqual([1, 0]);
  });

  test("is kept with its event in one write: who dies after it has lost nothing", async () => {
    const dying = { ...context(), publish: async () => Promise.reject(new ServiceUnavailable("killed")) };
    await expect(publishFound(reading(["two are live"]), dying)).rejects.toThrow("killed");
    expect(writes).toBe(1);
    await sweepLater(5);
    expect(await publishFound(reading(["two are live"]), context())).toEqual([]);
    expect(calls).toHaveLength(1);
  });
});
