import type { Course } from "../../../../src/domain/calendar/course.ts";
import { dueServers, type FleetAhead } from "../../../../src/domain/calendar/fleet-ahead.ts";
import { walkFleets } from "../../../../src/domain/calendar/walk-fleets.ts";
import { fleetSchema } from "../../../../src/domain/declaration/fleet.ts";
import type { AgeSettings } from "../../../../src/domain/age/age-settings.ts";
import type { Slots } from "../../../../src/domain/brakes/slots.ts";
import type { RequestBudget } from "../../../../src/domain/rollout-decisions/request-budget.ts";
import { DAY, NOW, stateOf } from "../decide/states.ts";

const NOTHING_BOOKED: RequestBudget = { last: 0, booked: {} };

/** What a run takes here. */
export const TAKES = 600;

export const ageOf = (max: string, jitter = "0%", hardMax?: string): AgeSettings | undefined =>
  fleetSchema.parse({
    fleet: "web",
    template: "lt-0abc",
    image: { channel: "/images/web" },
    traffic: { strategy: "none" },
    deadlines: { rollout: "5m" },
    age: { max, jitter, ...(hardMax && { hardMax }) },
  }).age;

interface Special extends Partial<Omit<FleetAhead, "due" | "state">> {
  readonly state?: Parameters<typeof stateOf>[0];
  /** When its servers were launched: `i-1`, `i-2` and so on. */
  readonly launched?: readonly number[];
}

/** A fleet of two servers that runs what its channel names, with what is different about it. */
export function aheadOf({ state = {}, launched = [], ...special }: Special = {}): FleetAhead {
  const servers = launched.map((launchedAt, index) => ({ id: `i-${index + 1}`, launchedAt }));
  return {
    age: undefined,
    due: dueServers(servers, special.age),
    size: 2,
    unheeded: new Set(),
    fits: false,
    gatesShift: false,
    toTraffic: null,
    length: { seconds: TAKES, isMeasured: true },
    openRun: null,
    draws: [{ after: 0, requests: 10 }],
    calendar: null,
    permits: stateOf(state).brakes.windows,
    state: stateOf(state),
    ...special,
  };
}

/** Where the fleets go in so many days. */
export const walk = (fleets: readonly FleetAhead[], days = 14, slots: Slots | null = null): Course[] =>
  walkFleets(fleets, { from: NOW, until: NOW + days * DAY, booked: NOTHING_BOOKED, slots });

/** Where one fleet goes. */
export function walkOne(fleet: FleetAhead, days = 14): Course {
  const [course] = walk([fleet], days);
  if (course === undefined) throw new Error("no course");
  return course;
}
