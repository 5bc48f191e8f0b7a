import { describe, expect, test } from "vitest";
import { type CalendarReading, calendarName, calendarNow } from "../../../src/domain/brakes/calendar.ts";

const NOW = Date.UTC(2026, 10, 29, 12);
const MINUTE = 60_000;
const read = (special: Partial<CalendarReading>): CalendarReading => ({
  state: "OPEN",
  reason: null,
  nextAt: null,
  readAt: NOW - MINUTE,
  passes: false,
  ...special,
});
const at = (reading: CalendarReading | null) => calendarNow({ name: "Freeze", reading }, NOW);

describe("a calendar", () => {
  test("is open until it changes, or with no end that AWS names", () => {
    expect(at(read({ nextAt: NOW + MINUTE }))).toEqual({ isOpen: true, until: NOW + MINUTE });
    expect(at(read({}))).toEqual({ isOpen: true, until: null });
  });

  test.each([
    [
      "is closed until it opens",
      { state: "CLOSED", nextAt: NOW + MINUTE },
      false,
      NOW + MINUTE,
      "change calendar Freeze is closed until 2026-11-29 12:01:00Z",
    ],
    [
      "may be closed for ever",
      { state: "CLOSED" },
      false,
      null,
      "change calendar Freeze is closed and names no time at which it opens",
    ],
    [
      "is closed once it was to close, until it is read again",
      { nextAt: NOW },
      false,
      null,
      "change calendar Freeze was open until 2026-11-29 12:00:00Z: the next sweep reads it again",
    ],
    [
      "is closed a moment more than it has to be",
      { state: "CLOSED", nextAt: NOW },
      false,
      null,
      "change calendar Freeze was closed until 2026-11-29 12:00:00Z: the next sweep reads it again",
    ],
    [
      "that cannot be read is closed",
      { state: "unreadable", reason: "it does not exist" },
      true,
      null,
      "change calendar Freeze cannot be read, and counts as closed: it does not exist",
    ],
    [
      "that was read too long ago is closed",
      { readAt: NOW - 16 * MINUTE },
      true,
      null,
      "change calendar Freeze was read last at 2026-11-29 11:44:00Z, and counts as closed: the next sweep reads it",
    ],
  ] as const)("%s", (_what, reading, ...[isUnread, opensAt, reason]) => {
    expect(at(read(reading))).toEqual({ isOpen: false, isUnread, opensAt, reason });
  });

  test("that nobody has read yet is closed", () => {
    expect(at(null)).toMatchObject({ isOpen: false, isUnread: true });
  });

  test.each([
    ["Freeze", true],
    ["company.freeze_2027-a", true],
    ["arn:aws:ssm:eu-central-1:999999999999:document/Freeze", true],
    ["arn:aws-us-gov:ssm:us-gov-west-1:999999999999:document/Freeze", true],
    ["ab", false],
    ["Freeze, Nights", false],
    ["arn:aws:ssm:eu-central-1:9999:document/Freeze", false],
    ["arn:aws:ssm:eu-central-1:999999999999:parameter/Freeze", false],
    ["", false],
  ])("is named %s: %s", (name, isName) => {
    expect(calendarName.safeParse(name).success).toBe(isName);
  });
});
