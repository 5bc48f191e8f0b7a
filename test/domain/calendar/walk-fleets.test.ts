import { expect, test } from "vitest";
import type { Course } from "../../../src/domain/calendar/course.ts";
import { windowsOf } from "../../../src/domain/brakes/windows-settings.ts";
import { ageOf, aheadOf, TAKES, walkOne } from "../../support/domain/calendar/ahead.ts";
import { DAY, HOUR, MINUTE, named, NEW, NO_BRAKES, NOW, OLD } from "../../support/domain/decide/states.ts";

// Now is Sunday 2026-11-29, 12:00 UTC.
const at = (text: string): number => Date.parse(`${text}Z`);
const begins = ({ runs }: Course): string[] =>
  runs.map((each) => `${new Date(each.at).toISOString().slice(5, 16)} ${each.reason}`);
const waitsOf = ({ runs }: Course) => runs.map(({ waits }) => waits.map(({ by }) => by));
const newImage = { wanted: { named: named(NEW) } };

test("nothing is due: no run, and nothing that changes by itself", () => {
  const course = walkOne(aheadOf());
  expect(course).toMatchObject({ runs: [], waits: [], dueSince: null });
  expect(course.last?.leave.because).toBe("nothing-due");
});

test("an image that is named begins at once, once", () => {
  const course = walkOne(aheadOf({ state: newImage }));
  expect(begins(course)).toEqual(["11-29T12:00 image"]);
  expect(course.runs[0]).toMatchObject({
    endsAt: NOW + TAKES * 1000,
    imageFrom: OLD,
    imageTo: NEW,
    dueSince: NOW,
    waits: [],
  });
});

test("an age is due by its server's own instant, and that of the next generation by its launch", () => {
  const age = ageOf("4d");
  const course = walkOne(aheadOf({ age, launched: [NOW - 2 * DAY, NOW - DAY] }));
  expect(begins(course)).toEqual(["12-01T12:00 age", "12-05T12:00 age", "12-09T12:00 age"]);
  expect(course.runs.map(({ dueBetween }) => dueBetween)).toEqual([
    null,
    [at("2026-12-05T12:00"), at("2026-12-05T12:00")],
    [at("2026-12-09T12:00"), at("2026-12-09T12:00")],
  ]);
});

test("who knows no ids yet says between which instants the next generation is due", () => {
  const [, second] = walkOne(aheadOf({ age: ageOf("4d", "50%"), launched: [NOW - 4 * DAY] })).runs;
  // Two servers, and up to two days earlier: the first of them is expected after a third of these.
  expect(second).toMatchObject({
    dueBetween: [at("2026-12-01T12:00"), at("2026-12-03T12:00")],
    at: at("2026-12-01T12:00") + 16 * HOUR,
  });
});

test("a window is waited for, with why and until when", () => {
  const windows = windowsOf({ allow: ["Tue 09:00-16:00 Europe/Berlin"] });
  const course = walkOne(aheadOf({ state: { ...newImage, brakes: { ...NO_BRAKES, windows } } }));
  expect(begins(course)).toEqual(["12-01T08:00 image"]);
  expect(course.runs[0]?.waits).toEqual([
    {
      by: "window",
      reason: expect.stringContaining("opens at 2026-12-01 08:00:00Z") as string,
      from: NOW,
      to: at("2026-12-01T08:00"),
    },
  ]);
});

test("a run begins only in a window that is as long as runs take, its own first one included", () => {
  const windows = windowsOf({ allow: ["Mon 09:00-09:05", "Wed 09:00-12:00"] });
  const brakes = { ...NO_BRAKES, windows };
  const age = ageOf("1d");
  const measured = {
    fits: true,
    state: { ...newImage, brakes: { ...brakes, length: { ms: TAKES * 1000, by: "last-run" as const } } },
  };
  expect(begins(walkOne(aheadOf(measured)))).toEqual(["12-02T09:00 image"]);
  // The first begins in the short one, as nobody knows better; the next one knows.
  const course = walkOne(aheadOf({ age, fits: true, state: { ...newImage, brakes } }), 9);
  expect(begins(course)).toEqual(["11-30T09:00 image", "12-02T09:00 age"]);
});

test("a window that never opens in this time: nothing begins, and what is due is held by it to the end", () => {
  const windows = windowsOf({ deny: ["2026-11-01/2027-01-03"] });
  const course = walkOne(aheadOf({ state: { ...newImage, brakes: { ...NO_BRAKES, windows } } }));
  expect(course.runs).toEqual([]);
  expect(course).toMatchObject({ dueSince: NOW, waits: [{ by: "window", to: at("2027-01-04T00:00") }] });
});

test("a budget counts what has begun and what is expected to", () => {
  const brakes = {
    ...NO_BRAKES,
    budget: { perDay: 1 },
    begun: [{ run: "before", at: NOW - 20 * HOUR, reason: "image" as const }],
  };
  const course = walkOne(aheadOf({ age: ageOf("6h"), state: { ...newImage, brakes } }), 3);
  expect(begins(course)).toEqual(["11-29T16:00 image", "11-30T16:00 age", "12-01T16:00 age"]);
  expect(waitsOf(course)).toEqual([["budget"], ["budget"], ["budget"]]);
});

test("a change calendar is waited for as its transitions come, and a run has to end before it closes", () => {
  const brakes = {
    ...NO_BRAKES,
    windows: { allow: [], deny: [] },
    calendar: { name: "freeze-days", reading: null },
    length: { ms: TAKES * 1000, by: "last-run" as const },
  };
  const calendar = [
    { from: NOW, to: NOW + DAY, isOpen: false },
    { from: NOW + DAY, to: NOW + DAY + 5 * MINUTE, isOpen: true },
    { from: NOW + DAY + 5 * MINUTE, to: NOW + 2 * DAY, isOpen: false },
    { from: NOW + 2 * DAY, to: null, isOpen: true },
  ];
  const course = walkOne(aheadOf({ calendar, state: { ...newImage, brakes } }));
  expect(begins(course)).toEqual(["12-01T12:00 image"]);
  expect(waitsOf(course)).toEqual([["window"]]);
});

test("a change calendar that cannot be read keeps all that is due, and nobody knows until when", () => {
  const brakes = {
    ...NO_BRAKES,
    windows: { allow: [], deny: [] },
    calendar: { name: "freeze-days", reading: null },
  };
  const calendar = { unreadable: "nobody may" };
  const course = walkOne(aheadOf({ calendar, state: { ...newImage, brakes } }));
  expect(course).toMatchObject({ runs: [], waits: [{ by: "calendar", to: null }] });
  expect(course.waits[0]?.reason).toContain("freeze-days cannot be read, and counts as closed: nobody may");
});

test("hardMax begins outside of what is allowed, and never in what is denied", () => {
  const windows = windowsOf({ allow: ["Sat 09:00-10:00"], deny: ["2026-11-30/2026-12-01"] });
  const brakes = { ...NO_BRAKES, windows, hardAgeAt: NOW + DAY };
  const fleet = aheadOf({ age: ageOf("2d", "0%", "3d"), launched: [NOW - 2 * DAY], state: { brakes } });
  const [first] = begins(walkOne(fleet));
  expect(first).toBe("12-02T00:00 age");
});
