import { lengthOf, overlapOf } from "../../src/domain/calendar/expected-length.ts";
import { dueServers } from "../../src/domain/calendar/fleet-ahead.ts";
import { restingState } from "../../src/domain/calendar/resting-state.ts";
import type { FleetState } from "../../src/domain/decide/fleet-state.ts";
import { type Fleet, type FleetDeclaration, fleetSchema } from "../../src/domain/declaration/fleet.ts";
import { drawsOf } from "../../src/domain/rollout-decisions/rollout-draws.ts";
import { strategyOf } from "../../src/domain/strategy-kinds.ts";
import type { CalendarSubject } from "../../src/views/calendar/fleet-outlook.ts";

const DAY_MS = 86_400_000;
const OLD = "ami-00000000000000001";
const NEW = "ami-00000000000000002";
const ZONES = ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Sydney", "UTC"];
const TYPES = ["m7i.large", "c7g.large", "t3.medium", "r6i.xlarge"];

/** What a fleet declares beside what all do, by its number: windows of five zones, budgets, ages of 3 to 30 days. */
function declarationOf(index: number): FleetDeclaration {
  const zone = ZONES[index % ZONES.length] ?? "UTC";
  const hour = String(8 + (index % 9)).padStart(2, "0");
  const windows = {
    0: undefined,
    1: { allow: [`Mon-Thu ${hour}:00-16:30 ${zone}`] },
    2: { allow: [`Sat,Sun 20:00-04:00 ${zone}`], deny: [`2026-12-20/2027-01-03 ${zone}`] },
    3: { deny: [`Mon-Fri ${hour}:00-20:00 ${zone}`] },
  }[index % 4];
  return {
    fleet: `f${String(index).padStart(5, "0")}`,
    template: "lt-0abc",
    image: { channel: `/images/${index % 100}` },
    traffic: { strategy: "none" },
    age: {
      max: `${3 + (index % 28)}d`,
      jitter: `${index % 30}%`,
      ...(index % 5 === 0 && { hardMax: "40d" }),
    },
    ...(windows && { windows }),
    ...(index % 3 === 0 && { budget: { perDay: 1 + (index % 4) } }),
  };
}

/** So many fleets and servers, as the reads of a calendar would have them. */
export function subjectsOf(fleets: number, servers: number, now: number): CalendarSubject[] {
  const each = Math.round(servers / fleets);
  return Array.from({ length: fleets }, (_, index) => subjectOf(index, each, now));
}

function subjectOf(index: number, servers: number, now: number): CalendarSubject {
  const fleet = fleetSchema.parse(declarationOf(index));
  const launchedAt = now - ((index * 7_919_000) % (20 * DAY_MS));
  const launched = Array.from({ length: servers }, (_, server) => ({
    id: `i-${String(index).padStart(8, "0")}${String(server).padStart(9, "0")}`,
    launchedAt: launchedAt + server * 1000,
  }));
  const state = stateOf(fleet, { index, launchedAt, now });
  const past = { rollouts: undefined, retirements: undefined };
  return {
    overlap: overlapOf(fleet, past),
    types: new Map([[TYPES[index % TYPES.length] ?? "", servers]]),
    ahead: {
      age: fleet.age,
      due: dueServers(launched, fleet.age),
      size: servers,
      unheeded: new Set(),
      fits: fleet.windows?.fits ?? false,
      length: lengthOf(fleet, undefined),
      gatesShift: false,
      toTraffic: null,
      openRun: null,
      draws: drawsOf(fleet, strategyOf(fleet.traffic)),
      calendar: null,
      permits: state.brakes.windows,
      state,
    },
  };
}

interface Placed {
  readonly index: number;
  readonly launchedAt: number;
  readonly now: number;
}

/** One fleet in ten has a new image, one in seven has begun a run today, one in fifty is frozen. */
function stateOf(fleet: Fleet, { index, launchedAt, now }: Placed): FleetState {
  const state = restingState(fleet, { image: OLD, launchedAt, lengthMs: 0 });
  const { wanted, brakes } = state;
  const named = wanted.named && { ...wanted.named, image: index % 10 === 0 ? NEW : OLD };
  const begun = index % 7 === 0 ? [{ run: "before", at: now - DAY_MS / 3, reason: "image" as const }] : [];
  return {
    ...state,
    wanted: { ...wanted, named },
    freeze: index % 50 === 0 ? { reason: "audit", until: now + 4 * DAY_MS } : null,
    brakes: { ...brakes, begun },
  };
}
