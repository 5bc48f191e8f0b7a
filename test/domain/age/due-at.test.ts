import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ageDifference, ageDueAt } from "../../../src/domain/age/due-at.ts";
import { spread } from "../../../src/domain/age/spread.ts";

const DAY = 86_400_000;
const settings = (jitter: number) => ({ max: 14 * 86_400, jitter });
const ids = fc.stringMatching(/^i-[0-9a-f]{17}$/);
const launched = fc.integer({ min: 0, max: 4_000_000_000_000 });

describe("a server is due", () => {
  test("at max where there is no jitter", () => {
    expect(ageDueAt({ id: "i-1", launchedAt: 5 }, settings(0))).toBe(5 + 14 * DAY);
  });

  test("never after max, never before max less the jitter, and at the same instant each time", () => {
    fc.assert(
      fc.property(ids, launched, fc.integer({ min: 0, max: 100 }), (id, launchedAt, jitter) => {
        const dueAt = ageDueAt({ id, launchedAt }, settings(jitter));
        expect(dueAt).toBe(ageDueAt({ id, launchedAt }, settings(jitter)));
        expect(dueAt).toBeLessThanOrEqual(launchedAt + 14 * DAY);
        expect(dueAt).toBeGreaterThanOrEqual(launchedAt + 14 * DAY * (1 - jitter / 100) - 1);
        expect(Number.isInteger(dueAt)).toBe(true);
      }),
    );
  });

  test("so much later as it was launched later", () => {
    fc.assert(
      fc.property(ids, fc.nat(1e9), (id, later) => {
        const at = (launchedAt: number) => ageDueAt({ id, launchedAt }, settings(20));
        expect(at(later) - at(0)).toBe(later);
      }),
    );
  });
});

test("servers launched together come due spread over all of the jitter, with any of it", () => {
  for (const jitter of [10, 100]) {
    const due = Array.from({ length: 1000 }, (_, index) =>
      ageDueAt({ id: `i-${(0xabc00 + index * 7919).toString(16)}`, launchedAt: 0 }, settings(jitter)),
    );
    const [begin, width] = [14 * DAY * (1 - jitter / 100), (14 * DAY * jitter) / 100];
    const tenths = Map.groupBy(due, (at) => Math.min(9, Math.floor(((at - begin) / width) * 10)));
    expect(tenths.size).toBe(10);
    for (const each of tenths.values()) expect(each.length).toBeGreaterThan(50);
  }
});

test("what it is told by says how old it may be, when it was due and since when it is there", () => {
  expect(ageDifference({ id: "i-1", launchedAt: Date.UTC(2026, 10, 1) }, settings(0))).toEqual({
    field: "age",
    expected: "at most 14d, due 2026-11-15 00:00:00Z",
    observed: "launched 2026-11-01 00:00:00Z",
  });
});

test("the spread of a text is from 0 up to 1, and near texts are far apart", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(spread(text)).toBeGreaterThanOrEqual(0);
      expect(spread(text)).toBeLessThan(1);
    }),
  );
  // Those of FNV-1a, 32 bits.
  expect([spread(""), spread("a"), spread("foobar")].map((each) => each * 2 ** 32)).toEqual([
    0x811c9dc5, 0xe40c292c, 0xbf9cf968,
  ]);
});
