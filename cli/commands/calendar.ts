import type { CalendarSources } from "../../src/views/calendar/read-calendar.ts";
import type { Prices } from "../../src/views/calendar/prices.ts";
import type { ControlPlane } from "../../src/engine/control-plane-port.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { CalendarOptions } from "../session/calendar-options.ts";
import type { Session } from "../session/session.ts";

const DAY_MS = 86_400_000;

/** Answers when what is replaced, of one fleet or of all (null). */
export async function calendar(
  session: Session,
  fleet: string | null,
  options: CalendarOptions,
): Promise<ExitCode> {
  const { calendarNumbers } = await import("../session/calendar-options.ts");
  const { readCalendar } = await import("../../src/views/calendar/read-calendar.ts");
  const { calendarOf } = await import("../../src/views/calendar/calendar.ts");
  const { calendarLines } = await import("../view/calendar/calendar-lines.ts");
  const { days, price } = calendarNumbers(options);
  session.say(`Reading ${fleet ?? "all fleets"} ...`);
  const plane = await session.plane({ aws: true });
  const { ledger, clock } = plane;
  const sources = await readCalendar(fleet, { ledger, clock, ...(await readers(plane, days)) });
  const from = clock.now();
  const prices = await pricesFor(session, { sources, price, now: from });
  const [zone = "UTC", ...others] = sources.zones;
  const horizon = { from, until: from + days * DAY_MS, zone: others.length === 0 ? zone : "UTC" };
  const { subjects, booked, slots, faults, serversReason } = sources;
  const answer = calendarOf({ subjects, booked, slots, prices, withServers: fleet !== null }, horizon);
  const found = { ...answer, only: fleet, faults, serversReason };
  session.answer("calendar", found, calendarLines(found));
  return faults.length > 0 ? exitCodes.error : exitCodes.done;
}

/** What is read of AWS. */
async function readers(plane: ControlPlane, days: number) {
  const { readServers } = await import("../../src/detect/scan/read-servers.ts");
  const { readCalendarAhead } = await import("../../src/views/calendar/calendars-ahead.ts");
  const from = plane.clock.now();
  const stretch = { from, until: from + days * DAY_MS };
  return {
    readServers: async (fleets: readonly string[]) => readServers(fleets, await plane.adoption()),
    readAhead: async (name: string) => readCalendarAhead(() => plane.adoption(), name, stretch),
  };
}

interface Priced {
  readonly sources: CalendarSources;
  readonly price: number | null;
  readonly now: number;
}

/** What the person gave, else AWS's own list, else the table that comes with moult. Null: there is nothing to price. */
async function pricesFor(session: Session, { sources, price, now }: Priced): Promise<Prices | null> {
  const { givenPrice, listedPrices, tabledPrices } = await import("../../src/views/calendar/prices.ts");
  if (price !== null) return givenPrice(price, now);
  const types = [...new Set(sources.subjects.flatMap(({ types: each }) => [...(each?.keys() ?? [])]))].sort();
  const place = session.context();
  if (types.length === 0 || place === null) return null;
  try {
    return listedPrices(await session.io.listPrices(place, types), place.region, now);
  } catch (error) {
    return tabledPrices(place.region, (error as Error).message.replace(/\. Next: .*$/s, ""));
  }
}
