import { expect, test } from "vitest";
import { calendarLines } from "../../../cli/view/calendar/calendar-lines.ts";
import { monthGrid } from "../../../cli/view/calendar/month-grid.ts";
import { subjectsOf } from "../../../bench/plan/account.ts";
import { daysIn } from "../../../src/domain/brakes/days-in.ts";
import { calendarOf } from "../../../src/views/calendar/calendar.ts";
import { tabledPrices } from "../../../src/views/calendar/prices.ts";

const NOON = Date.UTC(2026, 10, 30, 12);
const DAY = 86_400_000;

test("a month is a grid of weeks: what day it is, who may not begin, and what is expected", () => {
  const days = daysIn("Europe/Berlin", Date.UTC(2026, 11, 30, 12), Date.UTC(2027, 0, 12, 12)).map(
    (day, index) => ({
      ...day,
      runs: [0, 1, 12_345, 0][index % 4] ?? 0,
      servers: [0, 5, 100_000, 0][index % 4] ?? 0,
      closed: [0, 3, 2, 40][index % 4] ?? 0,
    }),
  );
  expect(monthGrid(days, 40).join("\n")).toBe(
    [
      "        Mon          Tue          Wed          Thu          Fri          Sat          Sun",
      "Dec 30                            30           31 ×3        01 ×2        02 closed    03",
      "                                  ·            1r 5s        12kr 100ks                ·",
      "Jan 04  04 ×3        05 ×2        06 closed    07           08 ×3        09 ×2        10 closed",
      "        1r 5s        12kr 100ks                ·            1r 5s        12kr 100ks",
      "Jan 11  11           12 ×3",
      "        ·            1r 5s",
    ].join("\n"),
  );
});

test.each([1, 3, 60])("no line of a calendar of %d fleets is longer than 100 columns", (fleets) => {
  const subjects = subjectsOf(fleets, fleets * 7, NOON).map((each) => {
    const fleet = `${each.ahead.state.fleet}-${"x".repeat(23)}`;
    return { ...each, ahead: { ...each.ahead, state: { ...each.ahead.state, fleet } } };
  });
  const prices = tabledPrices("eu-central-1", "nobody may");
  const horizon = { from: NOON, until: NOON + 14 * DAY, zone: "America/New_York" };
  const booked = { last: 0, booked: {} };
  const found = calendarOf({ subjects, booked, slots: null, prices, withServers: fleets === 1 }, horizon);
  const only = fleets === 1 ? (subjects[0]?.ahead.state.fleet ?? null) : null;
  const faults = [{ fleet: "odd", error: `the record is corrupt: ${"x".repeat(300)}` }];
  const lines = calendarLines({ ...found, only, faults, serversReason: "nobody may ".repeat(20) });
  expect(lines.length).toBeGreaterThan(15);
  expect(lines.filter((line) => line.length > 100)).toEqual([]);
});
