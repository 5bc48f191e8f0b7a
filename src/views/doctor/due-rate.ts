import { DEMAND_MS, declaredDemand } from "../../domain/calendar/declared-demand.ts";
import type { CalendarAhead } from "../../domain/calendar/fleet-ahead.ts";
import { listFleets } from "../../ledger/fleets.ts";
import { listPointers } from "../../ledger/runs/run-pointers.ts";
import { calendarsOf } from "../../rollout/declared/read-calendars.ts";
import { type Finding, ok, unknown, wrong } from "./check.ts";
import type { Examiner } from "./doctor-port.ts";

type Asked = Pick<Examiner, "ledger" | "clock" | "readAhead">;

/** Fleets that a line names. */
const MOST_NAMES = 3;

/**
 * Whether ages ask for no more runs than windows, Change Calendars, budgets and the account's requests let begin. A calendar that whoever
 * asks may not read is taken as open, and the answer says so.
 */
export async function dueRate({ ledger, clock, readAhead }: Asked): Promise<Finding> {
  const now = clock.now();
  const { fleets } = await listFleets(ledger);
  const declared = fleets.map(({ fleet }) => fleet);
  const named = calendarsOf(declared.filter(({ age }) => age !== undefined));
  const stretch = { from: now, until: now + DEMAND_MS };
  const ahead = await Promise.all(named.map(async (name) => [name, await readAhead(name, stretch)] as const));
  const rollouts = await listPointers(ledger, "rollout");
  const demand = declaredDemand(declared, { rollouts, calendars: new Map(ahead), now });
  return foundOf(demand, takenAsOpen(ahead));
}

/** Which calendars could not be read, in words; empty: all of them were. */
function takenAsOpen(ahead: readonly (readonly [string, CalendarAhead])[]): string {
  const unread = ahead.flatMap(([name, each]) =>
    "unreadable" in each
      ? `change calendar ${name} cannot be read from here, and is taken as open: ${each.unreadable}`
      : [],
  );
  return unread.map((each) => `; ${each}`).join("");
}

function foundOf({ days, rate, behind }: ReturnType<typeof declaredDemand>, asOpen: string): Finding {
  const said = `${rate.duePerDay.toFixed(1)} runs a day are due for age, and the account's requests let ${rate.startsPerDay.toFixed(0)} begin${asOpen}`;
  if (rate.isExceeded)
    return wrong(said, "declare longer ages, or more jitter, so that runs are due at other times");
  if (behind.length === 0) return asOpen === "" ? ok(said) : unknown(said);
  const named = behind
    .slice(0, MOST_NAMES)
    .map(
      ({ fleet, due, begun, by }) =>
        `${fleet} is due ${due} times in ${days} days and may begin ${begun} (${by.join(", ")})`,
    );
  const more = behind.length > MOST_NAMES ? `, and ${behind.length - MOST_NAMES} more` : "";
  return wrong(
    `ages ask for more runs than may begin: ${named.join(", ")}${more}${asOpen}`,
    "allow more in windows, calendar or budget, or declare a longer age; `moult plan` shows when what begins",
  );
}
