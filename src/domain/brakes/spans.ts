import { Temporal } from "temporal-polyfill";
import type { Dated, Weekly, Window } from "./parse-window.ts";

/** From an instant on, until another that is not part of it. Milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 86_400_000;
/** Calendars end some days later. */
const LAST_DAY = 99_999_900;
/** A window that ends on the day after it began may be open, in a zone where it is a day earlier; and a week later each has begun once. */
const DAYS_BACK = 2;
const DAYS_ON = 9;

/** What was worked out last for each window: one decision asks for the same days again and again. */
const known = new WeakMap<Weekly, { readonly day: number; readonly spans: readonly Span[] }>();

/**
 * The spans of a window that are not over at this instant and begin within about a week, the first first. A time that the clock skips
 * is the time after the gap; of a time that it shows twice a window begins with the first and ends with the last, so that it is open
 * the whole of what a reader takes for it.
 */
export function spansFrom(window: Window, at: number): readonly Span[] {
  const day = Math.floor(at / DAY_MS);
  if (Math.abs(day) > LAST_DAY) return [];
  const spans = window.kind === "dated" ? [spanOf(window)] : aroundDay(window, day);
  return spans.filter(({ from, to }) => from < to && at < to);
}

function aroundDay(window: Weekly, day: number): readonly Span[] {
  const found = known.get(window);
  if (found?.day === day) return found.spans;
  const spans = daysAround(window, day);
  known.set(window, { day, spans });
  return spans;
}

const spanOf = ({ from, to, zone }: Dated): Span => ({
  from: instantOf(Temporal.PlainDateTime.from(from), zone, "earlier"),
  to: instantOf(Temporal.PlainDateTime.from(to), zone, "later"),
});

function daysAround({ days, from, to, zone }: Weekly, day: number): Span[] {
  const middle = Temporal.Instant.fromEpochMilliseconds(day * DAY_MS)
    .toZonedDateTimeISO("UTC")
    .toPlainDate();
  const dates = Array.from({ length: DAYS_BACK + DAYS_ON + 1 }, (_, index) =>
    middle.add({ days: index - DAYS_BACK }),
  );
  return dates
    .filter(({ dayOfWeek }) => days.includes(dayOfWeek))
    .map((date) => ({
      from: instantOf(timeOf(date, from), zone, "earlier"),
      to: instantOf(timeOf(date, to <= from ? to + 1440 : to), zone, "later"),
    }));
}

const timeOf = (date: Temporal.PlainDate, minutes: number): Temporal.PlainDateTime =>
  date.toPlainDateTime().add({ minutes });

/** Of a time that is skipped both answers would be off by the gap: the one after it is taken. */
function instantOf(time: Temporal.PlainDateTime, zone: string, twice: "earlier" | "later"): number {
  const early = time.toZonedDateTime(zone, { disambiguation: "earlier" });
  const isSkipped = !early.toPlainDateTime().equals(time);
  return (isSkipped ? gapEnd(time, zone) : time.toZonedDateTime(zone, { disambiguation: twice }))
    .epochMilliseconds;
}

/** Where the clock goes on after the gap that this time is in. */
function gapEnd(time: Temporal.PlainDateTime, zone: string): Temporal.ZonedDateTime {
  const before = time.toZonedDateTime(zone, { disambiguation: "earlier" });
  return before.getTimeZoneTransition("next") ?? before;
}
