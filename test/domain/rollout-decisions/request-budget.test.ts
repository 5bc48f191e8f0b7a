import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bookStart,
  type Draw,
  type RequestBudget,
} from "../../../src/domain/rollout-decisions/request-budget.ts";

const SLOT_MS = 10_000;
/** The start of a slot. */
const NOW = 1_000_000;
const PER_SLOT = 92;
const EMPTY: RequestBudget = { last: 0, booked: {} };

/** Books so many one after the other, all asking at the same time. */
function bookAll(draws: readonly (readonly Draw[])[], now = NOW, budget = EMPTY) {
  const starts: number[] = [];
  for (const each of draws) {
    const booking = bookStart(budget, each, now);
    starts.push(booking.at);
    ({ budget } = booking);
  }
  return { starts, budget };
}
const times = (count: number, draw: readonly Draw[]) => Array.from({ length: count }, () => draw);

describe("a start", () => {
  test("is at once as long as the slot of now has requests, and then spread over the next one", () => {
    const { starts } = bookAll(times(5, [{ after: 0, requests: PER_SLOT / 2 }]), NOW + 3000);
    expect(starts).toEqual([NOW + 3000, NOW + 3000, NOW + SLOT_MS, NOW + SLOT_MS * 1.5, NOW + SLOT_MS * 2]);
  });

  test("leaves room for what those that have begun will draw later", () => {
    const early = bookAll(times(1, [{ after: 20, requests: PER_SLOT * 1.5 }])).budget;
    const { starts } = bookAll(times(4, [{ after: 0, requests: PER_SLOT }]), NOW, early);
    expect(starts).toEqual([NOW, NOW + SLOT_MS, NOW + 3.5 * SLOT_MS, NOW + 4.5 * SLOT_MS]);
  });

  test("is not later for what it draws later itself", () => {
    const full = bookAll(times(1, [{ after: 100, requests: PER_SLOT }])).budget;
    expect(bookAll([[{ after: 100, requests: 9 }]], NOW, full).starts).toEqual([NOW]);
  });

  test("waits for nothing that is past", () => {
    const { budget } = bookAll(times(50, [{ after: 0, requests: PER_SLOT / 2 }]));
    const later = NOW + 60 * SLOT_MS;
    expect(bookStart(budget, [{ after: 0, requests: 9 }], later)).toEqual({
      at: later,
      budget: { last: later, booked: { [later / SLOT_MS]: 9 } },
    });
  });
});

const drawn = fc.array(
  fc.record({ after: fc.integer({ min: 0, max: 500 }), requests: fc.integer({ min: 1, max: 250 }) }),
  { minLength: 1, maxLength: 4 },
);

test("nobody begins before who asked earlier, no slot gives more than it has, and every request is booked", () => {
  const asking = fc.array(fc.record({ gap: fc.integer({ min: 0, max: 30_000 }), draws: drawn }), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(asking, (all) => {
      let [now, budget] = [NOW, EMPTY];
      const booked: Record<string, number> = {};
      for (const { gap, draws } of all) {
        now += gap;
        const booking = bookStart(budget, draws, now);
        expect(booking.at).toBeGreaterThanOrEqual(Math.max(now, budget.last));
        ({ budget } = booking);
        Object.assign(booked, budget.booked);
        expect(Math.max(...Object.values(budget.booked))).toBeLessThanOrEqual(PER_SLOT);
      }
      const asked = all.flatMap(({ draws }) => draws).reduce((sum, { requests }) => sum + requests, 0);
      expect(Object.values(booked).reduce((sum, requests) => sum + requests, 0)).toBe(asked);
    }),
  );
});

test("ten thousand rollouts at once leave a record of the next minutes only", () => {
  const draws = [
    { after: 0, requests: 9 },
    { after: 365, requests: 8 },
  ];
  const { budget } = bookAll(times(10_000, draws));
  expect(Object.keys(budget.booked).length).toBeLessThan(50);
});
