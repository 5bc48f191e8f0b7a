import { describe, expect, test } from "vitest";
import {
  type ClosedTimes,
  mayHold,
  surelyClosed,
  usedUpBy,
} from "../../../chaos/checkers/brakes/closed-times.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NONE: ClosedTimes = {
  isDenied: false,
  hardAgeMs: null,
  windows: [],
  calendar: [],
  perDay: null,
  perReason: {},
  slotFrom: null,
};
const CLOSED = { ...NONE, windows: [{ from: HOUR, to: 2 * HOUR }] };
const at = (from: number, to = from) => ({ from, to });

describe("what the judge of windows and budgets goes by", () => {
  test("is closed where every clock says so, and for all of the time", () => {
    expect(surelyClosed(CLOSED, at(HOUR + MINUTE, HOUR + 2 * MINUTE))).toBe("no window is open");
    expect(surelyClosed(CLOSED, at(HOUR - MINUTE, HOUR + MINUTE))).toBeUndefined();
    expect(surelyClosed(CLOSED, at(HOUR + 5000))).toBeUndefined();
    expect(surelyClosed(CLOSED, at(HOUR + MINUTE), true)).toBeUndefined();
    expect(surelyClosed({ ...CLOSED, isDenied: true }, at(HOUR + MINUTE), true)).toBe("no window is open");
    expect(surelyClosed({ ...NONE, calendar: CLOSED.windows }, at(HOUR + MINUTE))).toContain("calendar");
  });

  test("counts what was begun in a day, in all and for one reason", () => {
    const begun = [{ at: HOUR, reason: "image" as const }];
    const now = { at: 2 * HOUR, reason: "image" as const };
    expect(usedUpBy(begun, { ...NONE, perDay: 1 }, now)).toContain("1 of 1 runs a day");
    expect(usedUpBy(begun, { ...NONE, perReason: { image: 1 } }, now)).toContain("for image");
    expect(
      usedUpBy(begun, { ...NONE, perReason: { image: 1 } }, { ...now, reason: "drift" }),
    ).toBeUndefined();
    expect(usedUpBy(begun, { ...NONE, perDay: 1 }, { ...now, at: 25 * HOUR })).toBeUndefined();
    expect(usedUpBy(begun, NONE, now)).toBeUndefined();
  });

  test("may have held back what was due where anything was closed, or seen so, for a moment", () => {
    expect(mayHold(CLOSED, [], at(0, HOUR - MINUTE))).toBe(false);
    expect(mayHold(CLOSED, [], at(0, HOUR + MINUTE))).toBe(true);
    expect(mayHold(CLOSED, [], at(2 * HOUR + 10 * MINUTE))).toBe(true);
    expect(mayHold(CLOSED, [], at(2 * HOUR + 20 * MINUTE))).toBe(false);
    expect(mayHold(undefined, [], at(0))).toBe(false);
    expect(mayHold({ ...NONE, slotFrom: HOUR }, [], at(HOUR))).toBe(true);
    expect(mayHold({ ...NONE, perDay: 1 }, [{ at: 0, reason: "age" }], at(HOUR))).toBe(true);
    expect(mayHold({ ...NONE, perReason: { image: 1 } }, [{ at: 0, reason: "age" }], at(HOUR))).toBe(false);
  });
});
