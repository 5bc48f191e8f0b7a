import { shownAt } from "./zone-clock.ts";

/** A day on the clock of a zone: `2026-11-30`, and from when to when it lasts, milliseconds since 1970. */
interface ZoneDay {
  readonly date: string;
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 86_400_000;

/** The days of a zone from that of one instant to that of another: 23 and 25 hours long among them. */
export function daysIn(zone: string, from: number, until: number): ZoneDay[] {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  const days: ZoneDay[] = [];
  let date = format.format(from);
  for (let begins = startOf(date, zone); begins < until; ) {
    const next = dateAfter(date);
    const ends = startOf(next, zone);
    days.push({ date, from: begins, to: ends });
    [date, begins] = [next, ends];
  }
  return days;
}

const startOf = (date: string, zone: string): number => shownAt(Date.parse(`${date}T00:00Z`), zone).first;

const dateAfter = (date: string): string =>
  new Date(Date.parse(`${date}T00:00Z`) + DAY_MS).toISOString().slice(0, 10);
