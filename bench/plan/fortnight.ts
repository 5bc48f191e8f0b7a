import { openContext } from "../../src/step/open-context.ts";
import { adoptionClients } from "../../src/adoption/clients.ts";
import { openRehearsal, type Rehearsal, scanOnce, sweepOnce } from "../../rehearsal/rehearsal.ts";
import { readServers } from "../../src/detect/scan/read-servers.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { type Calendar, calendarOf } from "../../src/views/calendar/calendar.ts";
import { readCalendarAhead } from "../../src/views/calendar/calendars-ahead.ts";
import { readCalendar } from "../../src/views/calendar/read-calendar.ts";
import { compareFleet, type Compared, type HappenedRun } from "./compare.ts";
import { furnishPlanned } from "./furnish.ts";

const MINUTE_MS = 60_000;
/** A scan in so many sweeps. */
const SWEEPS_A_SCAN = 3;
/** What Admit and those that begin at the same time take. */
const ADMIT_SECONDS = 60;

interface FortnightSize {
  readonly fleets: number;
  /** Of each fleet. */
  readonly servers: number;
  readonly days: number;
  /** Minutes from one sweep to the next: five as deployed (resources/sweep-rules.yml), and fifteen from one scan to the next. */
  readonly sweepMinutes: number;
}

/** A plan, and what the time that it covers came to. */
export interface MeasuredFortnight extends FortnightSize {
  readonly compared: readonly Compared[];
  readonly planned: number;
  readonly happened: number;
  /** The latest that a run began after the time that was planned, seconds, and the earliest. */
  readonly latestSeconds: number;
  readonly earliestSeconds: number;
  readonly planSeconds: number;
  readonly realSeconds: number;
}

/**
 * Furnishes an account, plans it, and lets the real sweep, scan and machines run for as long on the simulator, as their schedules
 * would start them; then compares every run.
 */
export async function measureFortnight(size: FortnightSize): Promise<MeasuredFortnight> {
  const began = performance.now();
  const rehearsal = openRehearsal({ seed: 3, direct: true });
  rehearsal.sweeping = true;
  const { simulator, ledger } = rehearsal;
  const names = await simulator.drive(furnishPlanned(rehearsal, size));
  const until = simulator.clock.now() + size.days * 24 * 60 * MINUTE_MS;
  const planning = performance.now();
  const calendar = await simulator.drive(planOf(rehearsal, until));
  const planSeconds = (performance.now() - planning) / 1000;
  await simulator.drive(pass(rehearsal, size.sweepMinutes * MINUTE_MS, until));
  const compared: Compared[] = [];
  const lateSeconds = size.sweepMinutes * 60 * (1 + SWEEPS_A_SCAN) + ADMIT_SECONDS;
  for (const fleet of names) {
    const outlook = calendar.fleets.find((each) => each.fleet === fleet);
    const happened = await happenedSince(rehearsal, fleet, calendar.from);
    compared.push(compareFleet({ fleet, planned: outlook?.runs ?? [], happened }, { until, lateSeconds }));
  }
  ledger.close();
  const late = compared.flatMap(({ pairs }) => pairs.map(({ lateSeconds }) => lateSeconds));
  const count = (of: "planned" | "happened"): number => compared.reduce((sum, each) => sum + each[of], 0);
  return {
    ...size,
    compared,
    planned: count("planned"),
    happened: count("happened"),
    latestSeconds: Math.max(0, ...late),
    earliestSeconds: Math.min(0, ...late),
    planSeconds,
    realSeconds: (performance.now() - began) / 1000,
  };
}

async function planOf({ ledger, simulator, runtime }: Rehearsal, until: number): Promise<Calendar> {
  const { clock } = simulator;
  const { aws } = openContext("Admit", { fleet: "", run: "plan", fence: 0 }, adoptionClients, runtime);
  const from = clock.now();
  const sources = await readCalendar(null, {
    ledger,
    clock,
    readServers: (fleets) => readServers(fleets, { aws }),
    readAhead: (name) => readCalendarAhead(async () => ({ aws }), name, { from, until }),
  });
  if (sources.serversReason !== null || sources.faults.length > 0) throw new Error("not all could be read");
  return calendarOf({ ...sources, prices: null, withServers: false }, { from, until, zone: "UTC" });
}

/** As the schedules call them. */
async function pass(rehearsal: Rehearsal, sweepMs: number, until: number): Promise<void> {
  const { clock } = rehearsal.simulator;
  for (let sweeps = 1; clock.now() + sweepMs < until; sweeps += 1) {
    await clock.sleep(sweepMs - (clock.now() % sweepMs));
    if (sweeps % SWEEPS_A_SCAN === 0) await scanOnce(rehearsal);
    await sweepOnce(rehearsal);
  }
  await rehearsal.settled();
}

async function happenedSince({ ledger }: Rehearsal, fleet: string, since: number): Promise<HappenedRun[]> {
  const all = (await rollouts.list(ledger, fleet)).map(({ run }) => run);
  return all
    .filter(({ startedAt }) => startedAt > since)
    .map(({ startedAt: at, cause, imageTo, outcome }) => ({ at, reason: cause.reason, imageTo, outcome }))
    .sort((a, b) => a.at - b.at);
}
