import type { Calendar, CalendarReading } from "../brakes/calendar.ts";
import type { Windows } from "../brakes/opening.ts";
import type { Dated } from "../brakes/parse-window.ts";
import type { CalendarAhead } from "./fleet-ahead.ts";

/** A calendar as the sweep will have read it by then. */
export function calendarAt({ name }: Pick<Calendar, "name">, ahead: CalendarAhead, at: number): Calendar {
  const read = { passes: false, readAt: at };
  if ("unreadable" in ahead)
    return { name, reading: { ...read, state: "unreadable", reason: ahead.unreadable, nextAt: null } };
  const span = ahead.findLast(({ from }) => from <= at);
  const reading: CalendarReading | null = span
    ? { ...read, state: span.isOpen ? "OPEN" : "CLOSED", reason: null, nextAt: span.to }
    : null;
  return { name, reading };
}

const NEVER: Windows = {
  allow: [],
  deny: [{ kind: "dated", from: "1970-01-01T00:00:00", to: "9999-12-31T00:00:00", zone: "UTC" }],
};

/** Windows that deny what the calendar does. */
export function permitsOf(windows: Windows | null, ahead: CalendarAhead | null): Windows | null {
  if (ahead === null) return windows;
  if ("unreadable" in ahead) return NEVER;
  const { allow, deny } = windows ?? { allow: [], deny: [] };
  const closed = ahead.filter(({ isOpen }) => !isOpen).map(({ from, to }) => dated(from, to));
  return { allow, deny: [...deny, ...closed] };
}

const dated = (from: number, to: number | null): Dated => ({
  kind: "dated",
  from: clockTime(from),
  to: to === null ? "9999-12-31T00:00:00" : clockTime(to),
  zone: "UTC",
});

const clockTime = (at: number): string => new Date(at).toISOString().slice(0, 19);
