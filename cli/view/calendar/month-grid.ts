import type { CalendarDay } from "../../../src/views/calendar/month-days.ts";

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const LABEL = 8;
/** Seven of them and the label are 99 columns. */
const CELL = 13;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** 0 is Monday. */
const weekdayOf = (date: string): number => (new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7;

/**
 * The days as weeks, two lines each: what day it is and who may not begin in it, and the runs and servers that are expected.
 * `fleets`: of how many; where no run of any of them may begin a day is closed.
 */
export function monthGrid(days: readonly CalendarDay[], fleets: number): string[] {
  const lines = [row("", WEEKDAYS)];
  for (const week of weeksOf(days)) {
    const first = week.find((day) => day !== null);
    if (!first) continue;
    const dates = week.map((day) => (day ? dayCell(day, fleets) : ""));
    const expected = week.map((day) => (day ? runsCell(day) : ""));
    lines.push(row(labelOf(first.date), dates), row("", expected));
  }
  return lines.filter((line) => line !== "");
}

function weeksOf(days: readonly CalendarDay[]): (readonly (CalendarDay | null)[])[] {
  const weeks: (CalendarDay | null)[][] = [];
  for (const day of days) {
    const place = weekdayOf(day.date);
    if (weeks.length === 0 || place === 0) weeks.push(Array.from({ length: 7 }, () => null));
    const week = weeks.at(-1);
    if (week) week[place] = day;
  }
  return weeks;
}

const row = (label: string, cells: readonly string[]): string =>
  `${label.padEnd(LABEL)}${cells.map((cell) => cell.padEnd(CELL)).join("")}`.trimEnd();

const labelOf = (date: string): string => `${MONTHS[Number(date.slice(5, 7)) - 1]} ${date.slice(8)}`;

function dayCell({ date, closed }: CalendarDay, fleets: number): string {
  const day = date.slice(8);
  if (closed === 0) return day;
  return closed === fleets ? `${day} closed` : `${day} ×${count(closed)}`;
}

const runsCell = ({ runs, servers, closed }: CalendarDay): string =>
  runs === 0 ? (closed === 0 ? "·" : "") : `${count(runs)}r ${count(servers)}s`;

/** Four letters at most: `999`, `12k`. */
const count = (value: number): string => (value < 10_000 ? String(value) : `${Math.round(value / 1000)}k`);
