import type { ServerFacts } from "../../domain/drift/server-facts.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { Clock } from "../../domain/clock.ts";
import type { Slots } from "../../domain/brakes/slots.ts";
import type { RequestBudget } from "../../domain/rollout-decisions/request-budget.ts";
import type { CalendarAhead } from "../../domain/calendar/fleet-ahead.ts";
import { calendarsOf } from "../../rollout/declared/read-calendars.ts";
import { readSlots } from "../../ledger/brakes/slots.ts";
import { listFleets } from "../../ledger/fleets.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { listPointers } from "../../ledger/runs/run-pointers.ts";
import { readStartRate } from "../../ledger/runs/start-rate.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import { declaredFleet } from "../fleets/declared-fleet.ts";
import type { CalendarSubject } from "./fleet-outlook.ts";
import { readSubject } from "./read-subject.ts";

/** Fleets that are read at once: each takes about fifteen small reads of the ledger. */
const FLEETS_AT_ONCE = 24;

interface Sources {
  readonly ledger: Ledger;
  readonly clock: Pick<Clock, "now">;
  /** Reads what becomes of a Change Calendar. */
  readonly readAhead: (calendar: string) => Promise<CalendarAhead>;
  /** Reads the servers of these fleets; throws where they cannot be read. */
  readonly readServers: (fleets: readonly string[]) => Promise<ReadonlyMap<string, readonly ServerFacts[]>>;
}

/** What a calendar is made from. */
export interface CalendarSources {
  readonly subjects: readonly CalendarSubject[];
  readonly booked: RequestBudget;
  readonly slots: Slots | null;
  /** Fleets that could not be read, with the reason: they are in no part of the calendar. */
  readonly faults: readonly { readonly fleet: string; readonly error: string }[];
  /** Why servers could not be read; null: they were. */
  readonly serversReason: string | null;
  /** IANA zones of the windows of these fleets. */
  readonly zones: readonly string[];
}

/** Reads all that a calendar is made from: of one fleet, or of all. Throws NotFound for a fleet that nobody declares. */
export async function readCalendar(only: string | null, sources: Sources): Promise<CalendarSources> {
  const { ledger, clock, readServers, readAhead } = sources;
  const listed =
    only === null ? await listFleets(ledger) : { fleets: [await declaredFleet(ledger, only)], faults: [] };
  const fleets = listed.fleets.map(({ fleet }) => fleet);
  const names = fleets.map(({ fleet }) => fleet);
  const named = calendarsOf(fleets);
  const [rollouts, retirements, booked, slots, servers, ahead] = await Promise.all([
    listPointers(ledger, "rollout"),
    listPointers(ledger, "retirement"),
    readStartRate(ledger),
    readSlots(ledger),
    readServers(names).catch((error: Error) => error),
    Promise.all(named.map(async (name) => [name, await readAhead(name)] as const)),
  ]);
  const calendars = new Map(ahead);
  const read = { calendars, permits: new Map(), servers: servers instanceof Error ? null : servers };
  const shared = { ledger, clock, rollouts, retirements, ...read };
  const settled = await settleBounded(fleets, FLEETS_AT_ONCE, (fleet) => readSubject(fleet, shared));
  const failed = settled.flatMap((each, index) =>
    each.status === "rejected" ? [{ fleet: names[index] ?? "", error: (each.reason as Error).message }] : [],
  );
  const unread = listed.faults.map(({ fleet, error }) => ({ fleet, error: error.message }));
  return {
    subjects: settled.flatMap((each) => (each.status === "fulfilled" ? (each.value ?? []) : [])),
    booked,
    slots,
    faults: [...unread, ...failed],
    serversReason: servers instanceof Error ? servers.message.replace(/\. Next: .*$/s, "") : null,
    zones: zonesOf(fleets),
  };
}

const zonesOf = (fleets: readonly Fleet[]): string[] => [
  ...new Set(
    fleets
      .flatMap(({ windows }) => [...(windows?.allow ?? []), ...(windows?.deny ?? [])])
      .map((text) => / (?<zone>[^\s/]+\/\S+|UTC)$/.exec(text)?.groups?.["zone"] ?? "UTC"),
  ),
];
