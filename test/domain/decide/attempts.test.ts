import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Attempts,
  backOff,
  NO_ATTEMPTS,
  withAttempt,
  withoutWait,
} from "../../../src/domain/decide/attempts.ts";
import { HOUR, MINUTE, NEW, NOW, OLD } from "../../support/domain/decide/states.ts";

const attempt = (run: string, special: Partial<Parameters<typeof withAttempt>[1]> = {}) => ({
  fleet: "web",
  run,
  image: NEW,
  reason: "no server could be launched",
  backsOff: true,
  now: NOW,
  ...special,
});

/** The attempts after so many failures in a row of one image, each a minute after its wait. */
const after = (failures: number, fleet = "web"): Attempts =>
  Array.from({ length: failures }).reduce<Attempts>(
    (before, _, index) => withAttempt(before, attempt(`web-${index}`, { fleet })),
    NO_ATTEMPTS,
  );
const waitOf = ({ last }: Attempts): number => (last[0]?.nextAt ?? Number.NaN) - NOW;

describe("the wait after failures", () => {
  test.each([
    [1, MINUTE],
    [2, 2 * MINUTE],
    [3, 4 * MINUTE],
    [6, 32 * MINUTE],
    [9, 256 * MINUTE],
    [10, 6 * HOUR],
    [500, 6 * HOUR],
  ])("is after %d in a row from three quarters to all of %d ms", (failures, whole) => {
    const waits = ["web", "api", "batch", "db"].map((fleet) => waitOf(after(failures, fleet)));
    expect(waits.filter((wait) => wait <= (whole * 3) / 4 || wait > whole)).toEqual([]);
    expect(new Set(waits).size).toBe(4);
  });

  test("is spread over all fleets that failed together", () => {
    const waits = Array.from({ length: 400 }, (_, index) => waitOf(after(1, `fleet-${index}`)));
    const quarters = [45, 48.75, 52.5, 56.25].map(
      (from) => waits.filter((wait) => wait / 1000 > from && wait / 1000 <= from + 3.75).length,
    );
    expect(Math.min(...quarters)).toBeGreaterThan(60);
  });

  test("begins anew after a failure of another kind", () => {
    const refused = withAttempt(after(3), attempt("web-refused", { backsOff: false }));
    expect(refused.last[0]).toMatchObject({ failures: 0, nextAt: null });
    expect(withAttempt(refused, attempt("web-again")).last[0]).toMatchObject({ failures: 1 });
  });
});

test("an attempt that is told twice counts once", () => {
  const once = withAttempt(NO_ATTEMPTS, attempt("web-1"));
  expect(withAttempt(once, attempt("web-1", { now: NOW + HOUR }))).toBe(once);
  expect(withAttempt(once, attempt("web-1", { image: OLD, backsOff: false }))).toBe(once);
  expect(once).toMatchObject({ number: 1, last: [{ run: "web-1", failures: 1 }] });
});

test("each image has failures of its own", () => {
  const both = withAttempt(after(3), attempt("web-old", { image: OLD }));
  expect(both.number).toBe(4);
  expect(both.last.map(({ image, failures }) => [image, failures])).toEqual([
    [OLD, 1],
    [NEW, 3],
  ]);
});

test("ten images are remembered, the newest first, and all attempts are counted", () => {
  const many = Array.from({ length: 12 }).reduce<Attempts>(
    (before, _, index) => withAttempt(before, attempt(`web-${index}`, { image: `ami-${index}` })),
    NO_ATTEMPTS,
  );
  expect(many.number).toBe(12);
  expect(many.last.map(({ image }) => image)).toEqual(
    [11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((n) => `ami-${n}`),
  );
});

test("a person's ask ends every wait, and counts failures anew", () => {
  const both = withAttempt(after(3), attempt("web-old", { image: OLD }));
  const asked = withoutWait(both);
  expect(asked.number).toBe(4);
  expect(asked.last.map(({ failures, nextAt }) => [failures, nextAt])).toEqual([
    [0, null],
    [0, null],
  ]);
  expect(withoutWait(asked)).toBe(asked);
  expect(withoutWait(NO_ATTEMPTS)).toBe(NO_ATTEMPTS);
});

test("the wait is told with how often, for how long and why", () => {
  const nextAt = NOW + waitOf(after(1));
  expect(backOff(after(1), NEW, nextAt - 1)).toEqual({
    reason: expect.stringMatching(
      /^failed once, tried again after (4[5-9]|5\d)s: no server could be launched$/,
    ),
    nextAt,
  });
  expect(backOff(after(3), NEW, NOW)?.reason).toMatch(/^failed 3 times in a row, tried again after 3m/);
  expect(backOff(after(1), NEW, nextAt)).toBeNull();
  expect(backOff(after(1), OLD, NOW)).toBeNull();
  expect(backOff(withAttempt(NO_ATTEMPTS, attempt("web-1", { backsOff: false })), NEW, NOW)).toBeNull();
});

test("no attempts make a wait of more than six hours, or of none", () => {
  const ended = fc.record({
    fleet: fc.constantFrom("web", "api"),
    run: fc.string(),
    image: fc.constantFrom(OLD, NEW),
    reason: fc.string(),
    backsOff: fc.boolean(),
    now: fc.integer({ min: 0, max: 400 * HOUR }),
  });
  fc.assert(
    fc.property(fc.array(ended, { maxLength: 40 }), (all) => {
      const { number, last } = all.reduce<Attempts>(withAttempt, NO_ATTEMPTS);
      expect(number).toBeLessThanOrEqual(all.length);
      expect(new Set(last.map(({ image }) => image)).size).toBe(last.length);
      const waits = last.flatMap(({ nextAt, at }) => (nextAt === null ? [] : nextAt - at));
      expect(waits.filter((wait) => wait < 45_000 || wait > 6 * HOUR)).toEqual([]);
    }),
  );
});
