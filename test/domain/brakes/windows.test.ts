import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openingFrom } from "../../../src/domain/brakes/opening.ts";
import { parseWindow } from "../../../src/domain/brakes/parse-window.ts";
import { windowsOf, windowsSettings } from "../../../src/domain/brakes/windows-settings.ts";

const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(text);
/** What is open from this instant on, as text. */
function opening(settings: { allow?: string[]; deny?: string[] }, from: string, lengthMs?: number) {
  const span = openingFrom(windowsOf(settings), at(from), lengthMs);
  if (span === null) return null;
  const ends = Number.isFinite(span.to) ? new Date(span.to).toISOString() : "open";
  return [new Date(span.from).toISOString(), ends];
}

describe("a weekly window", () => {
  // 2026-11-30 is a Monday.
  test.each([
    [
      "is open in between",
      "Mon-Thu 09:00-16:00 UTC",
      "2026-11-30T10:00Z",
      "2026-11-30T10:00/2026-11-30T16:00",
    ],
    [
      "begins with its first minute",
      "Mon 09:00-16:00",
      "2026-11-30T09:00Z",
      "2026-11-30T09:00/2026-11-30T16:00",
    ],
    ["ends before its last", "Mon 09:00-16:00", "2026-11-30T16:00Z", "2026-12-07T09:00/2026-12-07T16:00"],
    ["is closed on other days", "Tue 09:00-16:00", "2026-11-30T10:00Z", "2026-12-01T09:00/2026-12-01T16:00"],
    ["goes on past midnight", "Sun 22:00-04:00", "2026-11-30T01:00Z", "2026-11-30T01:00/2026-11-30T04:00"],
    [
      "goes on past the week",
      "Sat-Sun 00:00-24:00",
      "2026-11-29T23:00Z",
      "2026-11-29T23:00/2026-11-30T00:00",
    ],
    [
      "is of its zone",
      "Mon 09:00-16:00 Asia/Tokyo",
      "2026-11-30T01:00Z",
      "2026-11-30T01:00/2026-11-30T07:00",
    ],
    [
      "may go over the week's end",
      "Fri-Mon 10:00-11:00",
      "2026-11-28T12:00Z",
      "2026-11-29T10:00/2026-11-29T11:00",
    ],
    [
      "may name days one by one",
      "Mon,Wed 10:00-11:00",
      "2026-11-30T11:00Z",
      "2026-12-02T10:00/2026-12-02T11:00",
    ],
  ])("%s", (_title, window, from, span) => {
    const expected = span.split("/").map((each) => `${each}:00.000Z`);
    expect(opening({ allow: [window] }, from)).toEqual(expected);
  });

  test("that begins in the hour that the clock skips is open from where the clock goes on", () => {
    // Europe/Berlin, 2026-03-29: from 02:00 on it is 03:00 (01:00 UTC).
    expect(opening({ allow: ["Sun 02:30-05:00 Europe/Berlin"] }, "2026-03-29T00:00Z")).toEqual([
      "2026-03-29T01:00:00.000Z",
      "2026-03-29T03:00:00.000Z",
    ]);
  });

  test("within the hour that the clock skips is not open that day", () => {
    expect(opening({ allow: ["Sun 02:00-03:00 Europe/Berlin"] }, "2026-03-29T00:00Z")?.[0]).toBe(
      "2026-04-05T00:00:00.000Z",
    );
  });

  test("of the hour that the clock shows twice is open for both", () => {
    // 2026-10-25: from 03:00 on it is 02:00 again (01:00 UTC).
    expect(opening({ allow: ["Sun 02:00-03:00 Europe/Berlin"] }, "2026-10-24T12:00Z")).toEqual([
      "2026-10-25T00:00:00.000Z",
      "2026-10-25T02:00:00.000Z",
    ]);
  });

  test("that follows another without a gap is one with it", () => {
    const allow = ["Mon 09:00-12:00", "Mon 12:00-18:00", "Mon 17:00-19:00"];
    expect(opening({ allow }, "2026-11-30T10:00Z")?.[1]).toBe("2026-11-30T19:00:00.000Z");
  });
});

describe("what is denied", () => {
  test("is closed, whatever is allowed, with its last day", () => {
    const settings = { allow: ["Mon-Sun 09:00-16:00"], deny: ["2026-12-20/2027-01-03"] };
    expect(opening(settings, "2026-12-20T10:00Z")?.[0]).toBe("2027-01-04T09:00:00.000Z");
  });

  test("ends what is open before it", () => {
    expect(
      opening({ deny: ["2026-12-20T18:00/2026-12-21T06:00 Europe/Berlin"] }, "2026-12-20T10:00Z"),
    ).toEqual(["2026-12-20T10:00:00.000Z", "2026-12-20T17:00:00.000Z"]);
  });

  test("without anything allowed leaves all other times open", () => {
    expect(opening({ deny: ["Mon-Fri 09:00-17:00"] }, "2026-11-30T10:00Z")?.[0]).toBe(
      "2026-11-30T17:00:00.000Z",
    );
    expect(opening({ deny: ["2025-01-01/2025-02-01"] }, "2026-11-30T10:00Z")).toEqual([
      "2026-11-30T10:00:00.000Z",
      "open",
    ]);
  });
});

describe("a run that has to fit", () => {
  test("waits for the next window where what is left of this one is too short", () => {
    const allow = ["Mon-Tue 09:00-16:00"];
    expect(opening({ allow }, "2026-11-30T14:30Z", 2 * HOUR)?.[0]).toBe("2026-12-01T09:00:00.000Z");
    expect(opening({ allow }, "2026-11-30T14:00Z", 2 * HOUR)?.[0]).toBe("2026-11-30T14:00:00.000Z");
  });

  test("has none where none is as long", () => {
    expect(opening({ allow: ["Mon-Sun 02:00-03:00"] }, "2026-11-30T02:00Z", 2 * HOUR)).toBeNull();
  });

  test("may take a month where nothing is ever denied", () => {
    expect(opening({ allow: ["Mon-Sun 00:00-24:00"] }, "2026-11-30T02:00Z", 30 * 24 * HOUR)?.[0]).toBe(
      "2026-11-30T02:00:00.000Z",
    );
  });
});

test("dates that have passed open nothing any more", () => {
  expect(opening({ allow: ["2026-01-01/2026-02-01"] }, "2026-11-30T02:00Z")).toBeNull();
});

test.each([
  ["always", "must be written as"],
  ["Mon-Thu 9:00-16:00", "must be written as"],
  ["Mon-Thu 09:00-25:00", "knows no time 25:00; times are 00:00 to 24:00"],
  ["Mon-Thu 09:75-16:00", "knows no time 09:75"],
  ["Mon 24:00-04:00", "must begin before 24:00"],
  ["Mon 09:00-09:00", "lasts no time from 09:00 to 09:00; the whole day is 00:00-24:00"],
  ["Mon-Tru 09:00-16:00", "knows no day Tru; days are Mon"],
  ["Mon-Tue-Wed 09:00-16:00", "has Mon-Tue-Wed for days"],
  ["Mon 09:00-16:00 Europe/Berlim", "knows no zone Europe/Berlim; write an IANA zone"],
  ["2026-13-01/2026-12-31", "knows no date 2026-13-01"],
  ["2026-02-30/2026-03-02", "knows no date 2026-02-30"],
  [
    "Mon-Tru 09:00-25:00 Berlin",
    "knows no day Tru; days are Mon, Tue, Wed, Thu, Fri, Sat and Sun; and knows no time 25:00; times are 00:00 to 24:00; and knows no zone Berlin",
  ],
  ["Mon 09:00-10:00 +01:00", "knows no zone +01:00; write an IANA zone"],
  ["2026-12-20T18:00/2026-12-20T18:00", "lasts no time from 2026-12-20T18:00 to 2026-12-20T18:00"],
  ["2027-01-03/2026-12-20", "ends at 2026-12-20, before it begins at 2027-01-03; exchange them"],
])("%s is refused with the way out", (text, message) => {
  expect(() => parseWindow(text)).toThrow(RangeError);
  expect(() => parseWindow(text)).toThrow(message);
});

test.each([
  [{}, "must allow or deny something"],
  [{ allow: [] }, "Too small"],
  [{ fits: 3 }, "must allow or deny something"],
])("%j says what is wrong with it", (settings, message) => {
  const { error } = windowsSettings.safeParse(settings);
  expect(error?.issues.map((issue) => issue.message).join()).toContain(message);
});

test("what is open is allowed and not denied, whatever the windows and the hour", () => {
  const window = fc
    .record({
      days: fc.constantFrom("Mon", "Mon-Fri", "Sat-Sun", "Wed,Fri"),
      from: fc.integer({ min: 0, max: 23 }),
      hours: fc.integer({ min: 1, max: 23 }),
      zone: fc.constantFrom(
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Pacific/Apia",
      ),
    })
    .map(({ days, from, hours, zone }) => {
      const hour = (each: number): string => `${String(each % 24).padStart(2, "0")}:00`;
      return `${days} ${hour(from)}-${hour(from + hours)} ${zone}`;
    });
  const lists = fc.record({
    allow: fc.array(window, { maxLength: 3 }),
    deny: fc.array(window, { maxLength: 2 }),
  });
  const instant = fc.integer({ min: at("2026-01-01T00:00Z") / HOUR, max: at("2027-12-31T00:00Z") / HOUR });
  fc.assert(
    fc.property(lists, instant, (texts, hours) => {
      const windows = windowsOf(texts);
      const span = openingFrom(windows, hours * HOUR);
      if (span === null) return;
      const isIn = (each: typeof windows.allow, instantMs: number): boolean =>
        openingFrom({ allow: each, deny: [] }, instantMs)?.from === instantMs;
      for (const inside of [span.from, Math.min(span.to, span.from + 1000 * HOUR) - 1]) {
        expect(windows.allow.length === 0 || isIn(windows.allow, inside)).toBe(true);
        for (const denied of windows.deny) expect(isIn([denied], inside)).toBe(false);
      }
      expect(openingFrom(windows, span.from)).toEqual(span);
    }),
    { numRuns: 60 },
  );
});
