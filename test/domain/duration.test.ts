import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { duration, formatDuration, parseDuration } from "../../src/domain/duration.ts";

describe("parseDuration", () => {
  test.each([
    ["30s", 30],
    ["5m", 300],
    ["1h", 3600],
    ["14d", 1_209_600],
    ["0s", 0],
    ["999999s", 999_999],
  ])("%s is %i seconds", (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  test.each(["", "5", "m", "5 m", "5M", "-5m", "1.5h", "1h30m", "1000000s", "5w", " 5m", "5m\n"])(
    "%j is none",
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );
});

describe("formatDuration", () => {
  test.each([
    [0, "0s"],
    [0.4, "0s"],
    [-3, "0s"],
    [59.5, "1m"],
    [90, "1m30s"],
    [3600, "1h"],
    [3_661, "1h1m"],
    [86_400 * 14, "14d"],
    [86_400 + 5, "1d5s"],
  ])("%d seconds are %s", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  test("says a duration of one unit so that it is read as the same", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), fc.constantFrom("s", "m", "h", "d"), (count, unit) => {
        const seconds = parseDuration(`${count}${unit}`) ?? Number.NaN;
        const read =
          formatDuration(seconds)
            .match(/\d+[smhd]/g)
            ?.map(parseDuration) ?? [];
        expect(read.reduce<number>((sum, each) => sum + (each ?? Number.NaN), 0)).toBe(seconds);
      }),
    );
  });
});

describe("duration, as a declaration spells it", () => {
  const bounded = duration(30, 7200);

  test.each([
    ["30s", 30],
    ["2h", 7200],
    ["120m", 7200],
  ])("takes %s, both bounds included", (text, seconds) => {
    expect(bounded.parse(text)).toBe(seconds);
  });

  test.each([
    ["29s", "must be between 30s and 2h, is 29s"],
    ["7201s", "must be between 30s and 2h, is 7201s"],
    ["soon", "must be a duration such as 30s, 5m, 1h or 14d"],
  ])("refuses %s and says why", (text, why) => {
    expect(bounded.safeParse(text).error?.issues.map(({ message }) => message)).toEqual([why]);
  });

  test("refuses a bare number: it does not say its unit", () => {
    expect(bounded.safeParse(300).success).toBe(false);
  });
});
