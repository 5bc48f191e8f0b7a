import type { Windows } from "../../domain/brakes/opening.ts";
import { permitsOf } from "../../domain/calendar/calendar-at.ts";
import { type CalendarAhead, dueServers, type FleetAhead } from "../../domain/calendar/fleet-ahead.ts";
import { gatesShift, lengthOf, overlapOf, toTrafficOf } from "../../domain/calendar/expected-length.ts";
import type { FleetState } from "../../domain/decide/fleet-state.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { ServerFacts } from "../../domain/drift/server-facts.ts";
import { drawsOf } from "../../domain/rollout-decisions/rollout-draws.ts";
import type { RunPointers } from "../../domain/run/run-pointers.ts";
import { strategyOf } from "../../domain/strategy-kinds.ts";
import type { Finding } from "../../domain/findings/finding.ts";
import { listFindings } from "../../ledger/findings.ts";
import { readDueFirst } from "../../ledger/found/due-first.ts";
import { listGenerations } from "../../ledger/generations.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { Clock } from "../../domain/clock.ts";
import { readState } from "../../rollout/convergence/read-state.ts";
import type { CalendarSubject } from "./fleet-outlook.ts";
import { openAhead } from "./open-ahead.ts";

/** What was read for all fleets together. */
interface Shared {
  readonly ledger: Ledger;
  readonly clock: Pick<Clock, "now">;
  readonly rollouts: ReadonlyMap<string, RunPointers>;
  readonly retirements: ReadonlyMap<string, RunPointers>;
  /** What becomes of each Change Calendar that a fleet names. */
  readonly calendars: ReadonlyMap<string, CalendarAhead>;
  /** When something may begin by the same windows and calendar: one object for all fleets that share them. */
  readonly permits: Map<string, Windows | null>;
  /** By fleet; null: they could not be read. */
  readonly servers: ReadonlyMap<string, readonly ServerFacts[]> | null;
}

/** Reads what one fleet's calendar is made from. Undefined: it is declared no more. */
export async function readSubject(fleet: Fleet, shared: Shared): Promise<CalendarSubject | undefined> {
  const { ledger, clock } = shared;
  const name = fleet.fleet;
  const state = await readState(name, { ledger, clock });
  if (state === undefined) return undefined;
  const generations = await listGenerations(ledger, name);
  const live = generations.find(({ generation }) => generation.state === "live")?.generation;
  const servers = shared.servers?.get(name)?.filter(({ group }) => group === live?.group) ?? null;
  const past = { rollouts: shared.rollouts.get(name), retirements: shared.retirements.get(name) };
  const length = lengthOf(fleet, past.rollouts);
  const ahead: FleetAhead = {
    state,
    age: fleet.age,
    due: dueServers(servers ?? (await firstServer(fleet, state, ledger)), fleet.age),
    size: servers?.length ?? null,
    unheeded: await unheededOf(state, ledger),
    ...permitting(fleet, state, shared),
    fits: fleet.windows?.fits ?? false,
    length,
    gatesShift: gatesShift(fleet),
    toTraffic: toTrafficOf(fleet, length),
    openRun: state.open && (await openAhead(state.open.id, name, ledger)),
    draws: drawsOf(fleet, strategyOf(fleet.traffic)),
  };
  return { ahead, overlap: overlapOf(fleet, past), types: servers && countsOf(servers) };
}

/** Servers that were found too old, and whose finding is not heeded. */
async function unheededOf({ fleet, findings }: FleetState, ledger: Ledger): Promise<Set<string>> {
  const isAge = ({ kind }: Finding): boolean => kind === "age";
  const heeded = new Set(findings.filter(isAge).map(({ server }) => server));
  const found = (await listFindings(ledger, fleet)).filter(isAge);
  return new Set(found.map(({ server }) => server).filter((server) => !heeded.has(server)));
}

function permitting(
  { windows: declared }: Fleet,
  { brakes: { windows } }: FleetState,
  { calendars, permits }: Pick<Shared, "calendars" | "permits">,
): Pick<FleetAhead, "calendar" | "permits"> {
  const calendar = (declared?.calendar && calendars.get(declared.calendar)) || null;
  if (calendar === null) return { calendar, permits: windows };
  const key = JSON.stringify(declared);
  const known = permits.get(key) ?? permitsOf(windows, calendar);
  permits.set(key, known);
  return { calendar, permits: known };
}

/** The one server that the last scan has kept of the live generation. */
async function firstServer({ fleet, age }: Fleet, { live }: FleetState, ledger: Ledger) {
  const first = age ? await readDueFirst(ledger, fleet) : null;
  const isOfLive = first !== null && first.generation === live?.number;
  return isOfLive ? [{ id: first.server, launchedAt: first.launchedAt }] : [];
}

function countsOf(servers: readonly ServerFacts[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { instanceType } of servers) counts.set(instanceType, (counts.get(instanceType) ?? 0) + 1);
  return counts;
}
