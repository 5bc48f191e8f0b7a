import { describe, expect, test } from "vitest";
import {
  type Found,
  type Outbox,
  type Reading,
  unclaimed,
  withClaimed,
  withCleared,
  withKept,
  withReading,
  withSent,
} from "../../../src/domain/outbox/outbox.ts";

const EMPTY: Outbox = { pending: [], taken: [], attention: [] };
const NOW = 1_000_000;
const BACK_WITHIN_MS = 3_600_000;
const event = (id: string) => ({ id, detailType: "Rollout Started", detail: { fleet: "web" } });
const found = (key: string, reason = key): Found => ({ key, kind: "irregularity", reason, commands: [] });
const reading = (keys: readonly string[], more: Partial<Reading> = {}): Reading => ({
  fleet: "web",
  source: "sweep-world",
  found: keys.map((key) => found(key)),
  isWhole: true,
  ...more,
});
const ids = ({ pending }: Outbox): string[] => pending.map(({ id }) => id);
const sent = (outbox: Outbox): Outbox => withSent(outbox, { taken: ids(outbox), refused: [] });

describe("an event", () => {
  test("is kept once, and not again after the bus took it", () => {
    const kept = withKept(EMPTY, [event("a")], NOW);
    expect(kept.pending).toEqual([{ ...event("a"), keptAt: NOW, claimedUntil: NOW + 250_000 }]);
    expect(withKept(kept, [event("a")], NOW + 1)).toBe(kept);
    const marked = sent(kept);
    expect(marked).toEqual({ pending: [], taken: ["a"], attention: [] });
    expect(withKept(marked, [event("a")], NOW + 2)).toBe(marked);
  });

  test("that is new goes beside those that wait, in order", () => {
    const kept = withKept(withKept(EMPTY, [event("a")], NOW), [event("b"), event("a"), event("c")], NOW + 5);
    expect(ids(kept)).toEqual(["a", "b", "c"]);
  });

  test("is left to whoever sends it until that would have ended, and then to one who repeats it", () => {
    const kept = withKept(EMPTY, [event("a")], NOW);
    expect(unclaimed(kept, NOW + 249_999)).toEqual([]);
    expect(withClaimed(kept, NOW + 249_999)).toBe(kept);
    expect(unclaimed(kept, NOW + 250_000)).toMatchObject([{ id: "a" }]);
    const claimed = withClaimed(kept, NOW + 250_000);
    expect(unclaimed(claimed, NOW + 499_999)).toEqual([]);
  });

  test("that the bus refused stays, and may be sent at once; others stay with who sends them", () => {
    const kept = withKept(EMPTY, [event("a"), event("b"), event("c")], NOW);
    const after = withSent(kept, { taken: ["a"], refused: ["b"] });
    expect([ids(after), after.taken]).toEqual([["b", "c"], ["a"]]);
    expect(unclaimed(after, NOW)).toMatchObject([{ id: "b", keptAt: NOW }]);
  });

  test("of long ago is forgotten once a hundred others were taken", () => {
    let outbox = sent(withKept(EMPTY, [event("first")], NOW));
    for (let n = 0; n < 100; n += 1) outbox = sent(withKept(outbox, [event(`e${n}`)], NOW));
    expect(outbox.taken).toHaveLength(100);
    expect(outbox.taken).not.toContain("first");
  });
});

describe("what a person has to look at", () => {
  test("is kept to be published when it is found first, with since when and what to do", () => {
    const outbox = withReading(EMPTY, reading(["two are live"]), NOW);
    const attention = { ...found("two are live"), source: "sweep-world", since: NOW, endedAt: null };
    expect(outbox.attention).toEqual([attention]);
    expect(outbox.pending).toMatchObject([
      {
        id: expect.stringMatching(/^web-irregularity-[0-9a-f]+-1000000$/u),
        detailType: "Fleet Needs Attention",
        detail: {
          fleet: "web",
          kind: "irregularity",
          irregularity: "two are live",
          commands: [],
          since: "1970-01-01T00:16:40.000Z",
        },
      },
    ]);
  });

  test("changes nothing while it stands, is over when it is found no more, and is not published for that", () => {
    const outbox = sent(withReading(EMPTY, reading(["a"]), NOW));
    expect(withReading(outbox, reading(["a"]), NOW + 1)).toBe(outbox);
    const over = withReading(outbox, reading([]), NOW + 2);
    expect(over.attention).toMatchObject([{ key: "a", endedAt: NOW + 2 }]);
    expect(over.pending).toEqual([]);
    expect(withReading(over, reading([]), NOW + 3)).toBe(over);
  });

  test("that comes back within an hour is the same, and later another one", () => {
    const over = withReading(sent(withReading(EMPTY, reading(["a"]), NOW)), reading([]), NOW + 10);
    const back = withReading(over, reading(["a"]), NOW + 10 + BACK_WITHIN_MS - 1);
    expect(back.attention).toMatchObject([{ since: NOW, endedAt: null }]);
    expect(back.pending).toEqual([]);
    const again = withReading(over, reading(["a"]), NOW + 10 + BACK_WITHIN_MS);
    expect(again.attention).toMatchObject([{ since: NOW + 10 + BACK_WITHIN_MS, endedAt: null }]);
    expect(again.pending.map(({ detailType }) => detailType)).toEqual([
      "Attention Cleared",
      "Fleet Needs Attention",
    ]);
  });

  test("is cleared an hour after it was over, once, by its own id", () => {
    const over = sent(withReading(sent(withReading(EMPTY, reading(["a"]), NOW)), reading([]), NOW + 10));
    expect(withCleared(over, "web", NOW + 10 + BACK_WITHIN_MS - 1)).toBe(over);
    const cleared = withCleared(over, "web", NOW + 10 + BACK_WITHIN_MS);
    expect(cleared.attention).toEqual([]);
    expect(cleared.pending).toMatchObject([
      {
        id: expect.stringMatching(/^attention-cleared-web-irregularity-[0-9a-f]+-1000000$/u),
        detailType: "Attention Cleared",
        detail: {
          fleet: "web",
          kind: "irregularity",
          irregularity: "a",
          overAt: "1970-01-01T00:16:40.010Z",
          since: "1970-01-01T00:16:40.000Z",
        },
      },
    ]);
    expect(withCleared(sent(cleared), "web", NOW + 9 * BACK_WITHIN_MS)).toEqual(sent(cleared));
  });

  test("is forgotten an hour after it was over", () => {
    const over = withReading(withReading(EMPTY, reading(["a"]), NOW), reading([]), NOW + 10);
    expect(withReading(over, reading([]), NOW + 10 + BACK_WITHIN_MS).attention).toEqual([]);
  });

  test("of another source, or of a part only, says nothing of the rest", () => {
    const outbox = withReading(EMPTY, reading(["a", "b"]), NOW);
    const other = withReading(outbox, reading(["c"], { source: "scan" }), NOW + 1);
    expect(other.attention.map(({ endedAt }) => endedAt)).toEqual([null, null, null]);
    const part = withReading(outbox, reading(["b"], { isWhole: false }), NOW + 1);
    expect(part).toBe(outbox);
  });

  test("that is worded anew stays in its first words: no write, and nothing published", () => {
    const outbox = sent(withReading(EMPTY, reading(["a"]), NOW));
    expect(withReading(outbox, reading([], { found: [found("a", "in other words")] }), NOW + 1)).toBe(outbox);
  });

  test("in no fleet is the account's, and of a fleet that nobody declares names that", () => {
    const orphan = { ...found("group x"), fleet: "gone" };
    const outbox = withReading(EMPTY, reading([], { fleet: null, found: [found("storm"), orphan] }), NOW);
    expect(outbox.pending.map(({ detailType, detail }) => [detailType, detail["fleet"]])).toEqual([
      ["Account Needs Attention", undefined],
      ["Fleet Needs Attention", "gone"],
    ]);
  });
});

describe("in the outbox", () => {
  test("the oldest comes first, and of as old ones the first by its key", () => {
    const first = withReading(EMPTY, reading(["d", "b"]), NOW);
    const both = withReading(first, reading(["c", "a", "d", "b"]), NOW + 1);
    expect(both.attention.map(({ key }) => key)).toEqual(["b", "d", "a", "c"]);
    expect(ids(both)).toHaveLength(4);
    expect(new Set(ids(both)).size).toBe(4);
  });

  test("the same found by two sources is two", () => {
    const one = withReading(EMPTY, reading(["a"]), NOW);
    const two = withReading(one, reading(["a"], { source: "scan" }), NOW + 1);
    expect(two.attention.map(({ source, since }) => [source, since])).toEqual([
      ["sweep-world", NOW],
      ["scan", NOW + 1],
    ]);
  });

  test("what is over stays so for an hour from its end, however long it stood", () => {
    const stood = withReading(EMPTY, reading(["a"]), NOW);
    const over = withReading(stood, reading([]), NOW + 5 * BACK_WITHIN_MS);
    expect(withReading(over, reading(["b"]), NOW + 6 * BACK_WITHIN_MS - 1).attention).toMatchObject([
      { key: "a", endedAt: NOW + 5 * BACK_WITHIN_MS },
      { key: "b" },
    ]);
  });

  test("what stands since long ago is the same", () => {
    const stood = sent(withReading(EMPTY, reading(["a"]), NOW));
    expect(withReading(stood, reading(["a"]), NOW + 9 * BACK_WITHIN_MS)).toBe(stood);
  });

  test("an event that somebody sends stays theirs while another is claimed", () => {
    const kept = withKept(withKept(EMPTY, [event("a")], NOW), [event("b")], NOW + 100_000);
    const claimed = withClaimed(kept, NOW + 250_000);
    expect(claimed.pending).toEqual([
      { ...event("a"), keptAt: NOW, claimedUntil: NOW + 500_000 },
      { ...event("b"), keptAt: NOW + 100_000, claimedUntil: NOW + 350_000 },
    ]);
  });

  test("what is the account's has no fleet in its event", () => {
    const { pending } = withReading(EMPTY, reading(["a"], { fleet: null }), NOW);
    expect(pending[0]?.id).toMatch(/^account-irregularity-[0-9a-f]{5,8}-1000000$/);
    expect(Object.keys(pending[0]?.detail ?? {})).toEqual(["kind", "irregularity", "commands", "since"]);
  });
});
