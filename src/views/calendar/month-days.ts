import { daysIn } from "../../domain/brakes/days-in.ts";
import type { Windows } from "../../domain/brakes/opening.ts";
import { isClosed } from "../../domain/calendar/permitted.ts";
import type { CalendarSubject, FleetOutlook } from "./fleet-outlook.ts";
import type { Horizon } from "./horizon.ts";

/** A day on the clock of the calendar's zone. */
export interface CalendarDay {
  /** `2026-11-30` */
  readonly date: string;
  readonly from: number;
  readonly to: number;
  /** Runs that are expected to begin in it, and the servers that they replace. */
  readonly runs: number;
  readonly servers: number;
  /** Fleets of which no run may begin in it, for their windows or a freeze. */
  readonly closed: number;
}

/** Each day of the calendar with what is expected of it; runs only of the part that is in it. */
export function monthDays(
  subjects: readonly CalendarSubject[],
  outlooks: readonly FleetOutlook[],
  { from, until, zone }: Horizon,
): CalendarDay[] {
  const runs = outlooks.flatMap((each) => each.runs).sort((a, b) => a.at - b.at);
  const closing = closedFleets(subjects);
  let next = 0;
  return daysIn(zone, from, until).map((day) => {
    const begun: typeof runs = [];
    for (let run = runs[next]; run !== undefined && run.at < day.to; run = runs[next]) {
      begun.push(run);
      next += 1;
    }
    // What is left of today, and the last day as a whole: it is not closed for being cut.
    const part = { from: Math.max(from, day.from), until: day.to };
    return {
      ...day,
      runs: begun.length,
      servers: begun.reduce((sum, { servers }) => sum + (servers ?? 0), 0),
      closed: closing(part),
    };
  });
}

/** Many fleets have the same windows: each is asked once a day. */
function closedFleets(subjects: readonly CalendarSubject[]) {
  const byWindows = new Map<Windows | null, number[]>();
  for (const { ahead } of subjects) {
    const { permits, state } = ahead;
    const { freeze } = state;
    const free = freeze === null ? Number.NEGATIVE_INFINITY : (freeze.until ?? Number.POSITIVE_INFINITY);
    const known = byWindows.get(permits);
    if (known) known.push(free);
    else byWindows.set(permits, [free]);
  }
  return (part: { readonly from: number; readonly until: number }): number => {
    let closed = 0;
    for (const [windows, freeEach] of byWindows) {
      const isAll = isClosed(windows, part);
      closed += isAll ? freeEach.length : freeEach.filter((free) => free >= part.until).length;
    }
    return closed;
  };
}
