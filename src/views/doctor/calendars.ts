import { calendarNow } from "../../domain/brakes/calendar.ts";
import { readCalendar } from "../../ledger/brakes/calendars.ts";
import { listFleets } from "../../ledger/fleets.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { type Finding, ok, wrong } from "./check.ts";

/** What the sweep has read of the Change Calendars that fleets wait for: one that cannot be read keeps them closed. */
export async function calendars(ledger: Ledger, now: number): Promise<Finding> {
  const { fleets } = await listFleets(ledger);
  const named = [...new Set(fleets.flatMap(({ fleet }) => fleet.windows?.calendar ?? []))];
  if (named.length === 0) return ok("no fleet waits for one");
  const read = await Promise.all(
    named.map(async (name) => ({ name, reading: await readCalendar(ledger, name) })),
  );
  const unread = read
    .map((each) => calendarNow(each, now))
    .flatMap((each) => (!each.isOpen && each.isUnread ? each.reason : []));
  if (unread.length === 0) return ok(`${named.length} read`);
  return wrong(
    unread.join("; "),
    "correct windows.calendar of the fleets (moult fleet validate <file> --against-account), or let the sweep read it",
  );
}
