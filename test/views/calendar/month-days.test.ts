import { expect, test } from "vitest";
import { windowsOf } from "../../../src/domain/brakes/windows-settings.ts";
import type { CalendarSubject, FleetOutlook } from "../../../src/views/calendar/fleet-outlook.ts";
import { monthDays } from "../../../src/views/calendar/month-days.ts";
import { aheadOf } from "../../support/domain/calendar/ahead.ts";
import { DAY, HOUR, NO_BRAKES, NOW } from "../../support/domain/decide/states.ts";

const subjectOf = (
  allow: readonly string[],
  freeze: { reason: string; until: number | null } | null = null,
) =>
  ({
    ahead: aheadOf({ state: { freeze, brakes: { ...NO_BRAKES, windows: windowsOf({ allow }) } } }),
    overlap: { seconds: 0, isMeasured: false },
    types: null,
  }) satisfies CalendarSubject;
const withRuns = (...runs: readonly { readonly at: number; readonly servers: number | null }[]) =>
  ({ runs }) as unknown as FleetOutlook;
const closedOf = (subjects: readonly CalendarSubject[], hours: number) =>
  monthDays(subjects, [], { from: NOW, until: NOW + hours * HOUR, zone: "UTC" }).map(({ closed }) => closed);

// Now is Sunday 2026-11-29, 12:00 UTC.
test("a day is closed by what is left of it, and the last one not for being cut", () => {
  const subjects = [subjectOf(["Sun 09:00-10:00"]), subjectOf(["Mon 22:00-23:00"])];
  // Sunday's window is over, and Monday's comes after the calendar's end.
  expect(closedOf(subjects, 18)).toEqual([2, 1]);
});

test("a freeze closes the days before its end, and one without an end all of them", () => {
  const all = ["Mon-Sun 00:00-24:00"];
  const subjects = [
    subjectOf(all, { reason: "audit", until: NOW + DAY }),
    subjectOf(all, { reason: "audit", until: null }),
  ];
  expect(closedOf(subjects, 3 * 24)).toEqual([2, 1, 1, 1]);
});

test("runs and servers are counted on the day of the zone in which they begin", () => {
  const outlooks = [
    withRuns({ at: NOW + 11 * HOUR, servers: 3 }, { at: NOW + 12 * HOUR, servers: null }),
    withRuns({ at: NOW, servers: 2 }),
  ];
  const counts = (zone: string) =>
    monthDays([], outlooks, { from: NOW, until: NOW + DAY, zone }).map(({ date, runs, servers }) => [
      date,
      runs,
      servers,
    ]);
  expect(counts("UTC")).toEqual([
    ["2026-11-29", 2, 5],
    ["2026-11-30", 1, 0],
  ]);
  expect(counts("Europe/Berlin")).toEqual([
    ["2026-11-29", 1, 2],
    ["2026-11-30", 2, 3],
  ]);
});
