import { decide } from "../../domain/decide/decide.ts";
import type { Course, ExpectedRun, Wait } from "../../domain/calendar/course.ts";
import { waitedMs } from "../../domain/calendar/before-traffic.ts";
import { type Behind, behindOf } from "../../domain/calendar/demand.ts";
import { type DoubleRunCost, doubleRunCost, type PriceOf } from "../../domain/calendar/double-running.ts";
import type { FleetAhead, Span } from "../../domain/calendar/fleet-ahead.ts";
import { permittedTimes } from "../../domain/calendar/permitted.ts";
import { stateAt } from "../../domain/calendar/state-at.ts";
import type { Horizon } from "./horizon.ts";

/** A fleet as its calendar is made from. */
export interface CalendarSubject {
  readonly ahead: FleetAhead;
  /** From the launch of new servers to the end of the old ones. */
  readonly overlap: Span;
  /** Servers of the live generation by instance type; null: they were not read. */
  readonly types: ReadonlyMap<string, number> | null;
}

interface PlannedRun extends ExpectedRun {
  readonly servers: number | null;
  /** Null: its servers are not known. */
  readonly cost: DoubleRunCost | null;
}

/** What becomes of one fleet, and why. Instants are milliseconds since 1970. */
export interface FleetOutlook {
  readonly fleet: string;
  /** What is decided now: `start` for what begins at once. */
  readonly now: { readonly because: string; readonly reason: string; readonly nextAt: number | null };
  /** Servers of the live generation; null: nobody knows. */
  readonly servers: number | null;
  readonly length: Span;
  readonly overlap: Span;
  readonly runs: readonly PlannedRun[];
  /** The next few stretches of time in which windows and a freeze let a run begin. */
  readonly permitted: readonly { readonly from: number; readonly to: number }[];
  /** What is due at the end of this time and has not begun; null: nothing is. */
  readonly held: Wait | null;
  readonly behind: Behind | null;
  /** Servers that are too old, and that nothing is begun for: they belong to a storm that nobody has acknowledged. */
  readonly inStorm: number;
}

const MOST_PERMITTED = 5;

/** One fleet's part of the calendar. */
export function fleetOutlook(
  { ahead, overlap, types }: CalendarSubject,
  course: Course,
  { horizon, priceOf }: { readonly horizon: Horizon; readonly priceOf: PriceOf },
): FleetOutlook {
  const { state, size: servers, length } = ahead;
  const { from, until } = horizon;
  const decision = decide(stateAt(ahead, from), from);
  const costOf = ({ yesWait, shiftWait }: ExpectedRun): DoubleRunCost | null => {
    // What ends nobody knows when costs so much in these days.
    const window = shiftWait && { ...shiftWait, to: Math.max(shiftWait.from, shiftWait.to ?? until) };
    const waits = waitedMs({ yes: yesWait, window }) / 1000;
    return types === null ? null : doubleRunCost({ types, seconds: overlap.seconds + waits }, priceOf);
  };
  return {
    fleet: state.fleet,
    now:
      decision.act === "start"
        ? { because: "start", reason: decision.due.map(({ what }) => what).join("; "), nextAt: from }
        : { because: decision.because, reason: decision.reason, nextAt: decision.nextAt },
    servers,
    length,
    overlap,
    runs: course.runs.map((run) => ({ ...run, servers, cost: costOf(run) })),
    permitted: permittedTimes(ahead, { from, until }, MOST_PERMITTED),
    held: course.dueSince === null ? null : (course.waits.at(-1) ?? null),
    behind: behindOf(course, { from, until }),
    inStorm: ahead.unheeded.size,
  };
}
