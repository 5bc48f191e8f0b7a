import { walkFleets } from "../../domain/calendar/walk-fleets.ts";
import { type StartRate, startRateOf } from "../../domain/calendar/demand.ts";
import type { DoubleRunCost } from "../../domain/calendar/double-running.ts";
import type { Slots } from "../../domain/brakes/slots.ts";
import type { RequestBudget } from "../../domain/rollout-decisions/request-budget.ts";
import { type CalendarSubject, type FleetOutlook, fleetOutlook } from "./fleet-outlook.ts";
import type { Horizon } from "./horizon.ts";
import { type CalendarDay, monthDays } from "./month-days.ts";
import { type Prices, priceOf } from "./prices.ts";
import { type ServerOutlook, serverOutlooks } from "./server-outlook.ts";

/** When what is replaced, why, what blocks it and what it costs, if nobody changes anything. */
export interface Calendar extends Horizon {
  readonly fleets: readonly FleetOutlook[];
  /** Each server, where that was asked for. */
  readonly servers: readonly ServerOutlook[];
  readonly days: readonly CalendarDay[];
  /** What all runs of this time cost together for the servers that run twice. */
  readonly cost: DoubleRunCost;
  /** Where prices are from: null where nothing is to be priced. */
  readonly prices: Omit<Prices, "dollarsPerHour"> | null;
  readonly startRate: StartRate;
}

interface CalendarInput {
  /** Whether each server is to be in it. */
  readonly withServers: boolean;
  readonly subjects: readonly CalendarSubject[];
  /** What is booked of the account's requests already. */
  readonly booked: RequestBudget;
  /** The account's slots; null: nobody counts open runs. */
  readonly slots: Slots | null;
  readonly prices: Prices | null;
}

/** Works the calendar out: pure, from what was read. */
export function calendarOf(
  { subjects, booked, slots, prices, withServers }: CalendarInput,
  horizon: Horizon,
): Calendar {
  const { from, until } = horizon;
  const courses = walkFleets(
    subjects.map(({ ahead }) => ahead),
    { from, until, booked, slots },
  );
  const asked = { horizon, priceOf: priceOf(prices) };
  const fleets = subjects.flatMap((subject, index) => {
    const course = courses[index];
    return course ? [fleetOutlook(subject, course, asked)] : [];
  });
  return {
    ...horizon,
    fleets,
    servers: withServers
      ? subjects.flatMap(({ ahead }, index) => serverOutlooks(ahead, fleets[index]?.runs[0] ?? null))
      : [],
    days: monthDays(subjects, fleets, horizon),
    cost: costOf(fleets),
    prices: prices && sourceOf(prices),
    startRate: startRateOf(courses, { from, until }),
  };
}

const sourceOf = ({ source, region, asOf, words, insteadOf }: Prices): Calendar["prices"] => ({
  source,
  region,
  asOf,
  words,
  insteadOf,
});

function costOf(fleets: readonly FleetOutlook[]): DoubleRunCost {
  const costs = fleets.flatMap(({ runs }) => runs.flatMap(({ cost }) => cost ?? []));
  const known = costs.flatMap(({ dollars }) => dollars ?? []);
  return {
    dollars: known.length === 0 ? null : known.reduce((sum, each) => sum + each, 0),
    unpriced: [...new Set(costs.flatMap(({ unpriced }) => unpriced))].sort(),
  };
}
