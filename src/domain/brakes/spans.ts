import type { Dated, Weekly, Window } from "./parse-window.ts";
import { shownAt } from "./zone-clock.ts";

/** From an instant on, until another that is not part of it. Milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 86_400_000;
/** Calendars end some days later. */
const LAST_DAY = 99_999_900;
/** A window that ends on the day after it began may be open, in a zone where it is a day earlier. */
const DAYS_BACK = 2;
/** Two weeks and more: of one window a week the next may be in an hour that the clock skips. */
const DAYS_ON = 16;
/** What is allowed is open while the clock shows a time in it; what is denied is closed from the first of these times to the last. */
export type Use = "allow" | "deny";

type SpansByDay = Map<number, readonly Span[]>;
/** What was worked out of each window, by the day on which it opens: whoever decides asks for the same days again and again. */
const known: Readonly<Record<Use, WeakMap<Weekly, SpansByDay>>> = {
  allow: new WeakMap(),
  deny: new WeakMap(),
};
/** Days that are kept of each: as far as anybody asks at once (opening.ts). */
const MOST_DAYS = 500;

/**
 * The spans of a window that are not over at this instant and begin within two weeks. A time that the clock skips is the time
 * after the gap; one that it shows twice is open both times, and closed in between where the clock shows another.
 */
export function spansFrom(window: Window, use: Use, at: number): readonly Span[] {
  const day = Math.floor(at / DAY_MS);
  if (Math.abs(day) > LAST_DAY) return [];
  const spans =
    window.kind === "dated" ? spansOf(shownOf(window), window.zone, use) : nearDay(window, use, day);
  return spans.filter(({ to }) => at < to);
}

/** Of the days before and after this one: all that could be open now, or open next. */
function nearDay(window: Weekly, use: Use, day: number): readonly Span[] {
  const spans: Span[] = [];
  for (let each = day - DAYS_BACK; each <= day + DAYS_ON; each += 1) {
    if (window.days.includes(dayOfWeek(each))) spans.push(...spansOn(window, use, each));
  }
  return spans;
}

function spansOn(window: Weekly, use: Use, day: number): readonly Span[] {
  const days: SpansByDay = known[use].get(window) ?? new Map();
  known[use].set(window, days);
  const found = days.get(day);
  if (found !== undefined) return found;
  if (days.size >= MOST_DAYS) days.clear();
  const { from, to, zone } = window;
  const ends = clockTime(day, to <= from ? to + 1440 : to);
  const spans = spansOf({ from: clockTime(day, from), to: ends }, zone, use);
  days.set(day, spans);
  return spans;
}

/** Between two times that a clock shows, as if they were UTC. */
function spansOf({ from, to }: Span, zone: string, use: Use): Span[] {
  const [begins, ends] = [shownAt(from, zone), shownAt(to, zone)];
  const spans =
    use === "deny"
      ? [{ from: begins.first, to: ends.last }]
      : [
          { from: begins.first, to: Math.min(begins.setBackAt, ends.first) },
          { from: begins.last, to: ends.first },
          { from: Math.max(begins.last, ends.setBackAt), to: ends.last },
        ];
  return spans.filter((each) => each.from < each.to);
}

/** 1 is Monday. The first of January 1970 was a Thursday. */
const dayOfWeek = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** What a clock shows, so many minutes after that day began on it. */
const clockTime = (day: number, minutes: number): number => day * DAY_MS + minutes * 60_000;

const shownOf = ({ from, to }: Dated): Span => ({ from: Date.parse(`${from}Z`), to: Date.parse(`${to}Z`) });
