/** A part of each week on the clock of one zone: on these days (1 is Monday), from and to in minutes after midnight. */
export interface Weekly {
  readonly kind: "weekly";
  readonly days: readonly number[];
  readonly from: number;
  /** Not later than `from`: on the next day. 1440 is midnight at the day's end. */
  readonly to: number;
  readonly zone: string;
}

/** One span of time on the clock of one zone, as ISO 8601 without an offset; the end is not part of it. */
export interface Dated {
  readonly kind: "dated";
  readonly from: string;
  readonly to: string;
  readonly zone: string;
}

export type Window = Weekly | Dated;

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const WEEKLY =
  /^(?<days>[A-Za-z]{3}(?:[-,][A-Za-z]{3})*) (?<from>\d\d:\d\d)-(?<to>\d\d:\d\d)(?: (?<zone>\S+))?$/;
const DATED = /^(?<from>[\dT:-]{10,16})\/(?<to>[\dT:-]{10,16})(?: (?<zone>\S+))?$/;
const FORMS = '"Mon-Thu 09:00-16:00 Europe/Berlin" or "2026-12-20/2027-01-03 Europe/Berlin"';

/**
 * A window as a declaration writes it: days and times of a week, or two dates or instants, each with an IANA zone (UTC where none is
 * named). Of two dates the last one counts as a whole day. Throws RangeError with what is wrong and how it is written.
 */
export function parseWindow(text: string): Window {
  const weekly = WEEKLY.exec(text)?.groups;
  if (weekly) return parseWeekly(weekly);
  const dated = DATED.exec(text)?.groups;
  if (dated) return parseDated(dated);
  throw new RangeError(`must be written as ${FORMS}`);
}

type Groups = Readonly<Record<string, string | undefined>>;

/** All that is wrong with a window is said at once. */
function throwAll(parts: readonly (() => unknown)[]): void {
  const faults = parts.flatMap((part) => {
    try {
      part();
      return [];
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return error.message;
    }
  });
  if (faults.length > 0) throw new RangeError(faults.join("; and "));
}

function parseWeekly({ days = "", from = "", to = "", zone = "UTC" }: Groups): Weekly {
  throwAll([() => daysOf(days), () => minutesOf(from), () => minutesOf(to), () => zoneOf(zone)]);
  const [begins, ends] = [minutesOf(from), minutesOf(to)];
  if (begins === 1440) throw new RangeError("must begin before 24:00; write 00:00 of the next day");
  if (begins === ends)
    throw new RangeError(`lasts no time from ${from} to ${to}; the whole day is 00:00-24:00`);
  return { kind: "weekly", days: daysOf(days), from: begins, to: ends, zone: zoneOf(zone) };
}

function daysOf(text: string): readonly number[] {
  const days = text.split(",").flatMap((part) => {
    const [first = "", last = first, ...more] = part.split("-");
    const [begins, ends] = [dayOf(first), dayOf(last)];
    if (more.length > 0) throw new RangeError(`has ${part} for days; write it as Mon-Thu, or Mon,Wed`);
    const count = ((ends - begins + 7) % 7) + 1;
    return Array.from({ length: count }, (_, index) => ((begins + index) % 7) + 1);
  });
  return [...new Set(days)].sort((a, b) => a - b);
}

function dayOf(text: string): number {
  const index = DAYS.indexOf(text.toLowerCase());
  if (index === -1)
    throw new RangeError(`knows no day ${text}; days are Mon, Tue, Wed, Thu, Fri, Sat and Sun`);
  return index;
}

function minutesOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  if (minutes > 59 || hours * 60 + minutes > 1440)
    throw new RangeError(`knows no time ${text}; times are 00:00 to 24:00`);
  return hours * 60 + minutes;
}

function zoneOf(zone: string): string {
  // An offset stays when the clocks are changed: whoever wrote it means a place.
  if (/^[+-]/.test(zone)) throw new RangeError(unknownZone(zone));
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone }).format(0);
    return zone;
  } catch {
    throw new RangeError(unknownZone(zone));
  }
}

const unknownZone = (zone: string): string =>
  `knows no zone ${zone}; write an IANA zone such as Europe/Berlin or UTC`;

function parseDated({ from = "", to = "", zone = "UTC" }: Groups): Dated {
  throwAll([() => clockTimeOf(from, 0), () => clockTimeOf(to, 1), () => zoneOf(zone)]);
  const begins = clockTimeOf(from, 0);
  const ends = clockTimeOf(to, 1);
  if (begins === ends) throw new RangeError(`lasts no time from ${from} to ${to}; write a later end`);
  if (begins > ends) throw new RangeError(`ends at ${to}, before it begins at ${from}; exchange them`);
  return { kind: "dated", from: begins, to: ends, zone: zoneOf(zone) };
}

/** What a clock shows then; at the end of so many days where no time is named. */
function clockTimeOf(text: string, wholeDays: number): string {
  const isDate = !text.includes("T");
  const read = new Date(isDate ? `${text}T00:00Z` : `${text}Z`);
  // February 30 is read as March 2 elsewhere.
  if (Number.isNaN(read.getTime()) || !read.toISOString().startsWith(text))
    throw new RangeError(`knows no date ${text}; write 2026-12-20 or 2026-12-20T18:00`);
  const shown = isDate ? new Date(read.getTime() + wholeDays * 86_400_000) : read;
  return shown.toISOString().slice(0, 19);
}
