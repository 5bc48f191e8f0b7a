import * as PlainDateTime from "temporal-polyfill/fns/PlainDateTime";
import * as ZonedDateTime from "temporal-polyfill/fns/ZonedDateTime";

/** When a zone's clocks show a time. Milliseconds since 1970. */
interface Shown {
  readonly first: number;
  /** The same where it is shown once. */
  readonly last: number;
  /** When the clocks are set back in between; the same again where it is shown once. */
  readonly setBackAt: number;
}

/** From one instant on, until another, the zone's clocks are so far from UTC. */
interface Steady {
  readonly from: number;
  readonly to: number;
  readonly offsetMs: number;
}

/** What was found of each zone: working out one instant takes a tenth of a millisecond, and a decision may ask for a year of them. */
const steady = new Map<string, readonly Steady[]>();
const KEPT = 6;
/** No clock is set by more: Samoa left out a day. */
const MOST_SET_MS = 25 * 3_600_000;

/** `shown`: what the clocks show, as if it were UTC. Of a time that they skip, where they go on after the gap. */
export function shownAt(shown: number, zone: string): Shown {
  for (const { from, to, offsetMs } of steady.get(zone) ?? []) {
    const at = shown - offsetMs;
    if (from + MOST_SET_MS <= at && at < to - MOST_SET_MS) return once(at);
  }
  return workedOut(shown, zone);
}

const once = (at: number): Shown => ({ first: at, last: at, setBackAt: at });

function workedOut(shown: number, zone: string): Shown {
  const read = new Date(shown);
  const [year, month, day] = [read.getUTCFullYear(), read.getUTCMonth() + 1, read.getUTCDate()];
  const wanted = PlainDateTime.create(year, month, day, read.getUTCHours(), read.getUTCMinutes());
  const early = PlainDateTime.toZonedDateTime(wanted, zone, { disambiguation: "earlier" });
  const changesAt = ZonedDateTime.getTimeZoneTransition(early, "next")?.epochMilliseconds ?? Infinity;
  const first = early.epochMilliseconds;
  const offsetMs = ZonedDateTime.offsetNanoseconds(early) / 1e6;
  steady.set(zone, [{ from: first, to: changesAt, offsetMs }, ...(steady.get(zone) ?? [])].slice(0, KEPT));
  if (first + offsetMs !== shown) return once(changesAt);
  const late = PlainDateTime.toZonedDateTime(wanted, zone, { disambiguation: "later" });
  const last = late.epochMilliseconds;
  return { first, last, setBackAt: first === last ? first : changesAt };
}
