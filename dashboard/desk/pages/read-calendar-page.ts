import { readServers } from "../../../src/detect/scan/read-servers.ts";
import { calendarOf } from "../../../src/views/calendar/calendar.ts";
import { readCalendarAhead } from "../../../src/views/calendar/calendars-ahead.ts";
import type { FleetOutlook } from "../../../src/views/calendar/fleet-outlook.ts";
import { tabledPrices } from "../../../src/views/calendar/prices.ts";
import { readCalendar } from "../../../src/views/calendar/read-calendar.ts";
import type { CalendarModel } from "../../wire/models.ts";
import type { Reading } from "../reading.ts";

const DAY_MS = 86_400_000;
const DAYS = 14;

/** Two weeks: when what is replaced, why, what holds it and what it costs, if nobody changes anything. */
export async function readCalendarPage(
  { plane, now }: Reading,
  region = "us-east-1",
): Promise<CalendarModel> {
  const { ledger } = plane;
  const stretch = { from: now, until: now + DAYS * DAY_MS };
  const { subjects, booked, slots, faults, serversReason, zones } = await readCalendar(null, {
    ledger,
    clock: { now: () => now },
    readServers: async (fleets) => readServers(fleets, await plane.adoption()),
    readAhead: async (name) => readCalendarAhead(() => plane.adoption(), name, stretch),
  });
  const [zone = "UTC", ...others] = zones;
  const prices = tabledPrices(region, "the page asks AWS for no prices");
  const horizon = { ...stretch, zone: others.length === 0 ? zone : "UTC" };
  const found = calendarOf({ subjects, booked, slots, prices, withServers: false }, horizon);
  const unread = faults.map(({ fleet, error }) => `${fleet}: ${error}`);
  return {
    page: "calendar",
    zone: horizon.zone,
    days: found.days.map(({ date, from, to, runs, closed }) => ({ id: date, from, to, runs, closed })),
    fleets: found.fleets.map(outlookModel),
    dollars: found.cost.dollars,
    prices: found.prices === null ? null : found.prices.words,
    fault:
      [...(serversReason === null ? [] : [`servers cannot be read: ${serversReason}`]), ...unread].join(
        "; ",
      ) || null,
  };
}

const outlookModel = ({
  fleet,
  now,
  runs,
  permitted,
  held,
}: FleetOutlook): CalendarModel["fleets"][number] => ({
  id: fleet,
  now: now.reason,
  runs: runs.map(({ at, endsAt, due, servers, cost }) => ({
    id: String(at),
    at,
    what: due.join("; "),
    servers,
    seconds: (endsAt - at) / 1000,
    dollars: cost?.dollars ?? null,
  })),
  open: permitted,
  held: held?.reason ?? null,
});
