import type { Calendar } from "../../../src/views/calendar/calendar.ts";
import type { FleetOutlook } from "../../../src/views/calendar/fleet-outlook.ts";
import { costLines } from "./cost-lines.ts";
import { fleetLines, serverLines } from "./fleet-lines.ts";
import { monthGrid } from "./month-grid.ts";
import { paragraph } from "./paragraph.ts";
import { runLines, shiftLines, yesLines } from "./run-lines.ts";
import { type ZoneTime, zoneTime } from "./zone-time.ts";

/** A calendar as it is printed. */
interface PrintedCalendar extends Calendar {
  /** The one fleet that it is of; null: all. */
  readonly only: string | null;
  readonly faults: readonly { readonly fleet: string; readonly error: string }[];
  readonly serversReason: string | null;
}

const DAY_MS = 86_400_000;

/** The calendar for a terminal of 100 columns. */
export function calendarLines(found: PrintedCalendar): string[] {
  const { from, until, zone, fleets, faults, only, days, servers } = found;
  if (fleets.length + faults.length === 0)
    return ["no fleet is declared in this ledger: declare one with `moult fleet apply <file>`"];
  const time = zoneTime(zone);
  const span = `${Math.round((until - from) / DAY_MS)} days, ${time.whole(from)} to ${time.whole(until)}, times of ${zone}`;
  const [fleet] = only === null ? [] : fleets;
  return [
    ...paragraph(`${only ?? `${fleets.length} ${fleets.length === 1 ? "fleet" : "fleets"}`}: ${span}`),
    ...paragraph(
      "It holds as long as nothing is published or changed, and each run ends well. The sweep begins what may begin within five minutes, and a scan finds what is too old within fifteen.",
    ),
    "",
    ...monthGrid(days, fleets.length),
    "",
    `r runs, s servers, ${fleets.length > 1 ? "× fleets that may not begin, " : ""}closed: nothing may begin, · nothing is expected`,
    "",
    ...runsOf(found, time),
    ...yesLines(fleets, time),
    ...shiftLines(fleets, time),
    ...heldLines(fleets, found, time),
    ...behindLines(found),
    ...costLines(found),
    ...(fleet ? ["", ...fleetLines(fleet, time)] : []),
    ...(servers.length > 0 ? ["", ...serverLines(servers, time)] : []),
    ...faultLines(found),
  ];
}

function runsOf({ fleets, from, until }: PrintedCalendar, time: ZoneTime): string[] {
  const lines = runLines(fleets, time);
  const days = Math.round((until - from) / DAY_MS);
  return lines.length > 0
    ? lines
    : [`No run is expected in ${days === 1 ? "this day" : `these ${days} days`}.`];
}

/** What is due and does not begin in all of this time. */
function heldLines(fleets: readonly FleetOutlook[], { until }: PrintedCalendar, time: ZoneTime): string[] {
  const lines = fleets.flatMap((each) => [...heldLine(each, until, time), ...stormLine(each)]);
  return lines.length === 0 ? [] : ["", "Held at the end of these days:", ...lines];
}

function heldLine({ fleet, held, permitted }: FleetOutlook, until: number, time: ZoneTime): string[] {
  if (held === null) return [];
  const ends =
    held.to === null ? "nobody knows until when" : held.to < until ? "" : `until ${time.whole(held.to)}`;
  const none = permitted.length === 0 ? "no permitted time in these days; " : "";
  return paragraph(
    `${fleet}: due, and held by ${held.by}${ends && `, ${ends}`}: ${none}${held.reason}`,
    "  ",
  );
}

const stormLine = ({ fleet, inStorm }: FleetOutlook): string[] =>
  inStorm === 0
    ? []
    : paragraph(
        `${fleet}: ${inStorm} too old, and held by a storm that nobody has acknowledged: moult findings ${fleet} names it`,
        "  ",
      );

function behindLines({ fleets, startRate, from, until }: PrintedCalendar): string[] {
  const { duePerDay, startsPerDay, isExceeded } = startRate;
  const days = Math.round((until - from) / DAY_MS);
  const account = isExceeded
    ? paragraph(
        `Runs become due faster than they may begin: ${duePerDay.toFixed(1)} a day are due, and the account's request quotas let ${startsPerDay.toFixed(0)} a day begin. Declare longer ages, or spread them by jitter.`,
      )
    : [];
  const each = fleets.flatMap(({ behind }) =>
    behind === null
      ? []
      : paragraph(
          `${behind.fleet}: its age asks for ${behind.due} runs in these ${days} days and ${behind.begun} begin, held by ${behind.by.join(" and ")}: its servers get older than age.max. Allow more, or declare a longer age.`,
          "  ",
        ),
  );
  const head = each.length === 0 ? [] : ["Due more often than they may begin:", ...each];
  return account.length + head.length === 0 ? [] : ["", ...account, ...head];
}

function faultLines({ faults, serversReason }: PrintedCalendar): string[] {
  const unread =
    serversReason === null
      ? []
      : paragraph(
          `Servers cannot be read (${serversReason}): of each fleet only the server that the last scan knew to be due first is reckoned with, and no cost.`,
        );
  const faulty = faults.flatMap(({ fleet, error }) => paragraph(`${fleet} cannot be read: ${error}`, "  "));
  const head = faulty.length === 0 ? [] : ["Not in this calendar:", ...faulty];
  return unread.length + head.length === 0 ? [] : ["", ...unread, ...head];
}
