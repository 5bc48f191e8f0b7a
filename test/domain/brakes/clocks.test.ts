import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openingFrom } from "../../../src/domain/brakes/opening.ts";
import { windowsOf } from "../../../src/domain/brakes/windows-settings.ts";

const MINUTE = 60_000;

/** What is open from this instant on, one after the other. */
function openings(settings: { allow?: string[]; deny?: string[] }, from: string, count: number): string[] {
  const windows = windowsOf(settings);
  let at = Date.parse(from);
  return Array.from({ length: count }, () => {
    const span = openingFrom(windows, at);
    if (span === null) return "never";
    at = span.to;
    return [span.from, span.to].map((each) => new Date(each).toISOString().slice(0, 16)).join("/");
  });
}

describe("a window at which the clocks are set", () => {
  test.each([
    [
      "Berlin sets them back at 03:00",
      "Sun 02:30-02:45 Europe/Berlin",
      "2026-10-24T12:00Z",
      ["2026-10-25T00:30/2026-10-25T00:45", "2026-10-25T01:30/2026-10-25T01:45"],
    ],
    [
      "Sydney forth at 02:00, in October",
      "Sun 02:30-03:30 Australia/Sydney",
      "2026-10-03T00:00Z",
      ["2026-10-03T16:00/2026-10-03T16:30"],
    ],
    [
      "Sydney back at 03:00, in April",
      "Sun 02:00-03:00 Australia/Sydney",
      "2026-04-04T00:00Z",
      ["2026-04-04T15:00/2026-04-04T17:00"],
    ],
    [
      "Lord Howe by half an hour, back at 02:00",
      "Sun 01:45-02:15 Australia/Lord_Howe",
      "2026-04-04T00:00Z",
      ["2026-04-04T14:45/2026-04-04T15:00", "2026-04-04T15:15/2026-04-04T15:45"],
    ],
    [
      "Lord Howe by half an hour, forth at 02:00",
      "Sun 02:10-03:00 Australia/Lord_Howe",
      "2026-10-03T00:00Z",
      ["2026-10-03T15:30/2026-10-03T16:00", "2026-10-10T15:10/2026-10-10T16:00"],
    ],
    [
      "Santiago forth at midnight",
      "Sun 00:30-01:30 America/Santiago",
      "2026-09-05T00:00Z",
      ["2026-09-06T04:00/2026-09-06T04:30", "2026-09-13T03:30/2026-09-13T04:30"],
    ],
    [
      "Santiago back at midnight: Saturday has 25 hours",
      "Sat 22:00-24:00 America/Santiago",
      "2026-04-04T12:00Z",
      ["2026-04-05T01:00/2026-04-05T04:00"],
    ],
    [
      "Cairo back at midnight, the end of the day",
      "Thu 23:00-24:00 Africa/Cairo",
      "2026-10-29T12:00Z",
      ["2026-10-29T20:00/2026-10-29T22:00"],
    ],
    [
      "Samoa left out a Friday",
      "Fri 00:00-24:00 Pacific/Apia",
      "2011-12-25T00:00Z",
      ["2012-01-05T10:00/2012-01-06T10:00"],
    ],
    [
      "by dates that begin in an hour that is shown twice",
      "2026-10-25T02:30/2026-10-26 Europe/Berlin",
      "2026-10-24T00:00Z",
      ["2026-10-25T00:30/2026-10-25T01:00", "2026-10-25T01:30/2026-10-26T23:00"],
    ],
  ])("%s", (_what, window, from, expected) => {
    expect(openings({ allow: [window] }, from, expected.length)).toEqual(expected);
  });

  test("is missed in the week before it, and the one after is found", () => {
    // The last Sunday of March has no such hour: from the Sunday before on the next one is two weeks away.
    expect(openings({ allow: ["Sun 02:00-03:00 Europe/Berlin"] }, "2026-03-22T12:00Z", 1)).toEqual([
      "2026-04-05T00:00/2026-04-05T01:00",
    ]);
  });

  test("is denied without a gap, from the first time that is denied to the last", () => {
    expect(openings({ deny: ["Sun 02:30-02:45 Europe/Berlin"] }, "2026-10-24T12:00Z", 2)).toEqual([
      "2026-10-24T12:00/2026-10-25T00:30",
      "2026-10-25T01:45/2026-11-01T01:30",
    ]);
  });
});

const WEEK = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const ZONES = [
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "America/Santiago",
  "Africa/Cairo",
  "Asia/Kathmandu",
];
const clocks = new Map(
  ZONES.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat("en-GB", {
      timeZone,
      weekday: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    }),
  ]),
);

/** What the zone's clock shows, in minutes since the week began there. */
function minuteOfWeek(zone: string, at: number): number {
  const parts = new Map(
    clocks
      .get(zone)
      ?.formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return (
    (WEEK.indexOf(parts.get("weekday") ?? "") * 24 + Number(parts.get("hour"))) * 60 +
    Number(parts.get("minute"))
  );
}

test("a week's window is open whenever a clock on the wall shows a time in it, in each zone and at each change of the clocks", () => {
  const window = fc.record({
    zone: fc.constantFrom(...ZONES),
    day: fc.integer({ min: 0, max: 6 }),
    from: fc.integer({ min: 0, max: 1439 }),
    lasts: fc.integer({ min: 1, max: 1440 }),
    // Around the changes of 2026, and anywhere in the year.
    at: fc.oneof(
      fc.constantFrom(
        "2026-03-08",
        "2026-03-29",
        "2026-04-05",
        "2026-04-24",
        "2026-09-06",
        "2026-10-04",
        "2026-10-25",
        "2026-10-29",
        "2026-11-01",
      ),
      fc
        .integer({ min: 1, max: 365 })
        .map((day) => new Date(Date.UTC(2026, 0, day)).toISOString().slice(0, 10)),
    ),
    minute: fc.integer({ min: -1440, max: 2880 }),
  });
  const two = (count: number): string => String(count).padStart(2, "0");
  const time = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  fc.assert(
    fc.property(window, ({ zone, day, from, lasts, at, minute }) => {
      const ends = (from + lasts) % 1440;
      const to = ends === 0 ? "24:00" : time(ends);
      fc.pre(to !== time(from));
      const instant = Date.parse(`${at}T00:00Z`) + minute * MINUTE;
      const allow = [`${WEEK[day]} ${time(from)}-${to} ${zone}`];
      const isOpen = openingFrom(windowsOf({ allow }), instant)?.from === instant;
      const shown = (minuteOfWeek(zone, instant) - (day * 1440 + from) + 7 * 1440) % (7 * 1440);
      expect({ allow, instant: new Date(instant).toISOString(), isOpen }).toEqual({
        allow,
        instant: new Date(instant).toISOString(),
        isOpen: shown < (lasts % 1440 === 0 ? 1440 : lasts),
      });
    }),
    { numRuns: 1500 },
  );
});

test("a year of windows that are all too short is gone through in a moment", () => {
  const windows = windowsOf({
    allow: ["Mon-Sun 02:00-03:00 Europe/Berlin", "Mon-Sun 14:00-15:00 Asia/Tokyo"],
  });
  const from = Date.parse("2026-11-30T02:00Z");
  openingFrom(windows, from, 200 * MINUTE);
  const began = performance.now();
  for (let count = 0; count < 20; count += 1) expect(openingFrom(windows, from, 200 * MINUTE)).toBeNull();
  // Worked out anew each time they take three times as long on an idle processor.
  expect(performance.now() - began).toBeLessThan(3000);
});
