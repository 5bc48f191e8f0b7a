import { spread } from "../age/spread.ts";
import type { Fleet } from "../declaration/fleet.ts";
import { drawsOf } from "../rollout-decisions/rollout-draws.ts";
import type { RunPointers } from "../run/run-pointers.ts";
import { strategyOf } from "../strategy-kinds.ts";
import { type Behind, behindOf, type StartRate, startRateOf } from "./demand.ts";
import { permitsOf } from "./calendar-at.ts";
import { gatesShift, lengthOf, toTrafficOf } from "./expected-length.ts";
import { type CalendarAhead, expectedFirst, type FleetAhead } from "./fleet-ahead.ts";
import { restingState } from "./resting-state.ts";
import { walkFleets } from "./walk-fleets.ts";

const DAYS = 14;
/** What is looked ahead, milliseconds. */
export const DEMAND_MS = DAYS * 86_400_000;

/** What is known beside the declarations. */
interface Known {
  readonly rollouts: ReadonlyMap<string, RunPointers>;
  /** What becomes of Change Calendars; one that is missing is taken as open, and so is one that could not be read. */
  readonly calendars: ReadonlyMap<string, CalendarAhead>;
  readonly now: number;
}

interface Demand {
  readonly days: number;
  readonly rate: StartRate;
  /** Fleets whose age asks for more runs than may begin. */
  readonly behind: readonly Behind[];
}

/**
 * What the ages of all declarations ask for, and whether windows, budgets and the account's requests let it begin: from what is declared
 * and how long runs took, as if every fleet were what it should be and its servers launched at some time of their lives.
 */
export function declaredDemand(fleets: readonly Fleet[], known: Known): Demand {
  const horizon = { from: known.now, until: known.now + DEMAND_MS };
  const aged = fleets.filter(({ age }) => age !== undefined);
  const ahead = aged.map((fleet) => steadyFleet(fleet, known));
  const courses = walkFleets(ahead, { ...horizon, booked: { last: 0, booked: {} }, slots: null });
  return {
    days: DAYS,
    rate: startRateOf(courses, horizon),
    behind: courses.flatMap((course) => behindOf(course, horizon) ?? []),
  };
}

/** A fleet at some time of its servers' lives: each fleet at another. */
function steadyFleet(fleet: Fleet, { rollouts, calendars, now }: Known): FleetAhead {
  const { age, windows } = fleet;
  const launchedAt = now - Math.floor(spread(fleet.fleet) * (age?.max ?? 0) * 1000);
  const length = lengthOf(fleet, rollouts.get(fleet.fleet));
  const calendar = calendarOf(fleet, calendars);
  const resting = restingState(fleet, { image: "its image", launchedAt, lengthMs: length.seconds * 1000 });
  const name = calendar === null ? undefined : windows?.calendar;
  const named = name === undefined ? null : { name, reading: null };
  const state = { ...resting, brakes: { ...resting.brakes, calendar: named } };
  const size = fleet.capacity.initial?.desired ?? null;
  return {
    age,
    due: expectedFirst(1, launchedAt, { age, size }),
    size,
    unheeded: new Set(),
    fits: windows?.fits ?? false,
    gatesShift: gatesShift(fleet),
    toTraffic: toTrafficOf(fleet, length),
    length,
    openRun: null,
    draws: drawsOf(fleet, strategyOf(fleet.traffic)),
    calendar,
    permits: permitsOf(state.brakes.windows, calendar),
    state,
  };
}

/** Null: nothing of a calendar is known, or none is named. */
function calendarOf({ windows }: Fleet, calendars: Known["calendars"]): CalendarAhead | null {
  const ahead = windows?.calendar === undefined ? undefined : calendars.get(windows.calendar);
  return ahead === undefined || "unreadable" in ahead ? null : ahead;
}
