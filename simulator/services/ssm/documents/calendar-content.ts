import * as PlainDateTime from "temporal-polyfill/fns/PlainDateTime";
import type { CalendarRecord } from "../state.ts";

/**
 * What the text of a Change Calendar says (iCalendar 2.0, SSM user guide "Creating a change calendar"): its type, and when its events
 * begin and end. Null: it is of a kind that is not supported, such as a rule by which an event comes again.
 */
export function readCalendar(content: string): CalendarRecord | null {
  // A line that begins with a space goes on with the one before (RFC 5545 3.1).
  const lines = content.replaceAll(/\r?\n[ \t]/g, "").split(/\r?\n/);
  const type = valueOf(lines, "X-CALENDAR-TYPE");
  if (type !== "DEFAULT_OPEN" && type !== "DEFAULT_CLOSED") return null;
  const events = eventsIn(lines).map((event) => {
    const [from, to] = [instantOf(event, "DTSTART"), instantOf(event, "DTEND")];
    const isPlain = !event.some((line) => /^(RRULE|RDATE|EXDATE|DURATION)[;:]/.test(line));
    const isAdvisory = valueOf(event, "CATEGORIES") === "ADVISORY";
    return from !== null && to !== null && from < to && isPlain ? { from, to, isAdvisory } : null;
  });
  if (events.some((event) => event === null)) return null;
  // Advisory events change nothing (aws-facts 9.4).
  const binding = events.flatMap((event) => (event && !event.isAdvisory ? [event] : []));
  return { type, events: binding.map(({ from, to }) => ({ from, to })) };
}

const eventsIn = (lines: readonly string[]): string[][] =>
  lines.flatMap((line, index) => {
    if (line !== "BEGIN:VEVENT") return [];
    const end = lines.indexOf("END:VEVENT", index);
    return [lines.slice(index + 1, end === -1 ? undefined : end)];
  });

const valueOf = (lines: readonly string[], name: string): string | undefined =>
  lines.find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1);

const TIME =
  /^(?<name>[A-Z]+)(?:;TZID=(?<zone>[^:;]+))?:(?<y>\d{4})(?<mo>\d\d)(?<d>\d\d)T(?<h>\d\d)(?<mi>\d\d)(?<s>\d\d)(?<utc>Z?)$/;

/** Null: it is not there, or not as Change Calendar writes it. */
function instantOf(event: readonly string[], name: string): number | null {
  const found = event.map((line) => TIME.exec(line)?.groups).find((groups) => groups?.["name"] === name);
  if (found === undefined) return null;
  const { zone = "UTC", y, mo, d, h, mi, s } = found;
  try {
    const time = PlainDateTime.create(Number(y), Number(mo), Number(d), Number(h), Number(mi), Number(s));
    return PlainDateTime.toZonedDateTime(time, zone).epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
