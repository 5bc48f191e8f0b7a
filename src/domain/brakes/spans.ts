import * as PlainDateTime from "temporal-polyfill/fns/PlainDateTime";
import * as ZonedDateTime from "temporal-polyfill/fns/ZonedDateTime";
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
  const spans = window.kind === "dated" ? [spanOf(window)] : nearDay(window, day);
  return spans.filter(({ from, to }) => from < to && at < to);
}

function nearDay(window: Weekly, day: number): readonly Span[] {
  const found = known.get(window);
  if (found?.day === day) return found.spans;
  const spans = spansNear(window, day);
  known.set(window, { day, spans });
  return spans;
}

const spanOf = ({ from, to, zone }: Dated): Span => ({
  from: instantOf(from, zone, "earlier"),
  to: instantOf(to, zone, "later"),
});

function spansNear({ days, from, to, zone }: Weekly, day: number): Span[] {
  const wanted = Array.from({ length: DAYS_BACK + DAYS_ON + 1 }, (_, index) => day + index - DAYS_BACK);
  return wanted
    .filter((each) => days.includes(dayOfWeek(each)))
    .map((each) => ({
      from: instantOf(clockTime(each, from), zone, "earlier"),
      to: instantOf(clockTime(each, to <= from ? to + 1440 : to), zone, "later"),
    }));
}

/** 1 is Monday. The first of January 1970 was a Thursday. */
const dayOfWeek = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** What a clock shows, so many minutes after that day began on it. */
const clockTime = (day: number, minutes: number): string =>
  new Date(day * DAY_MS + minutes * 60_000).toISOString().slice(0, 19);

/** When the zone's clocks show that; of a time that they skip, where they go on after the gap. */
function instantOf(time: string, zone: string, twice: "earlier" | "later"): number {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = time.split(/[-T:]/).map(Number);
  const wanted = PlainDateTime.create(year, month, day, hour, minute);
  const found = PlainDateTime.toZonedDateTime(wanted, zone, { disambiguation: twice });
  const early = PlainDateTime.toZonedDateTime(wanted, zone, { disambiguation: "earlier" });
  const isSkipped = early.hour !== hour || early.minute !== minute;
  return isSkipped
    ? (ZonedDateTime.getTimeZoneTransition(early, "next") ?? early).epochMilliseconds
    : found.epochMilliseconds;
}
