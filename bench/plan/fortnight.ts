import { openContext } from "../../src/step/open-context.ts";
import { adoptionClients } from "../../src/adoption/clients.ts";
import { openRehearsal, type Rehearsal, scanOnce, sweepOnce } from "../../rehearsal/rehearsal.ts";
import { readServers } from "../../src/detect/scan/read-servers.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import type { ExpectedRun } from "../../src/domain/calendar/course.ts";
import { type Calendar, calendarOf } from "../../src/views/calendar/calendar.ts";
import { readCalendarAhead } from "../../src/views/calendar/calendars-ahead.ts";
import { readCalendar } from "../../src/views/calendar/read-calendar.ts";
import { compareFleet, compareTogether, type Compared, type HappenedRun } from "./compare.ts";
import { type Furnished, furnishPlanned, sayYes } from "./furnish.ts";
import { type Kind, KINDS } from "./kinds.ts";

const MINUTE_MS = 60_000;
/** A scan in three sweeps; in each where those would be hours: what is found so late counts as made due by a declaration (storms). */
const sweepsAScan = (sweepMs: number): number => (sweepMs * 3 <= 60 * MINUTE_MS ? 3 : 1);
/** What Admit and those that begin at the same time take. */
const ADMIT_SECONDS = 60;

interface FortnightSize {
  readonly fleets: number;
  /** Of each fleet. */
  readonly servers: number;
  readonly days: number;
  /** Minutes from one sweep to the next: five as deployed (resources/sweep-rules.yml), and fifteen from one scan to the next. */
  readonly sweepMinutes: number;
  /** What the fleets are, one after the other. Default: all that there is. */
  readonly kinds?: readonly Kind[];
  /** Runs that may be open at once in the account, as the stack is deployed with it. Default: any number. */
  readonly atOnce?: number;
}

/** A plan, and what the time that it covers came to. */
export interface MeasuredFortnight extends Omit<FortnightSize, "kinds"> {
  readonly compared: readonly Compared[];
  readonly planned: number;
  readonly happened: number;
  /** The latest that a run began after the time that was planned, seconds, and the earliest. */
  readonly latestSeconds: number;
  readonly earliestSeconds: number;
  readonly planSeconds: number;
  readonly realSeconds: number;
  /** Most runs that were open at one instant. */
  readonly mostOpen: number;
}

/**
 * Furnishes an account, plans it, and lets the real sweep, scan and machines run for as long on the simulator, as their schedules
 * would start them; then compares every run.
 */
export async function measureFortnight({
  kinds = KINDS,
  ...size
}: FortnightSize): Promise<MeasuredFortnight> {
  const began = performance.now();
  const { atOnce } = size;
  const sweepMs = size.sweepMinutes * MINUTE_MS;
  const rehearsal = openRehearsal({ seed: 3, direct: true, ...(atOnce !== undefined && { atOnce }) });
  rehearsal.sweeping = true;
  const { simulator, ledger } = rehearsal;
  const furnished = await simulator.drive(furnishPlanned(rehearsal, { ...size, kinds }));
  const until = simulator.clock.now() + size.days * 24 * 60 * MINUTE_MS;
  const planning = performance.now();
  const calendar = await simulator.drive(planOf(rehearsal, until));
  const planSeconds = (performance.now() - planning) / 1000;
  const again = await simulator.drive(pass(rehearsal, { sweepMs, from: calendar.from, until, furnished }));
  const lateSeconds = (sweepMs / 1000) * (1 + sweepsAScan(sweepMs)) + ADMIT_SECONDS;
  const runs: Parameters<typeof compareFleet>[0][] = [];
  for (const { name: fleet } of furnished) {
    const planned = plannedRuns(fleet, [calendar, ...again]);
    runs.push({ fleet, planned, happened: await happenedSince(rehearsal, fleet, calendar.from) });
  }
  ledger.close();
  const tolerance = { until, lateSeconds };
  // Who of those that wait for a slot has it first is not foreseen.
  const compared =
    atOnce === undefined
      ? runs.map((each) => compareFleet(each, tolerance))
      : [compareTogether(runs, tolerance)];
  const open = mostOpen(runs.flatMap(({ happened }) => happened));
  return {
    ...size,
    ...summaryOf(compared),
    planSeconds,
    mostOpen: open,
    realSeconds: (performance.now() - began) / 1000,
  };
}

function summaryOf(compared: readonly Compared[]) {
  const late = compared.flatMap(({ pairs }) => pairs.map(({ lateSeconds }) => lateSeconds));
  const count = (of: "planned" | "happened"): number => compared.reduce((sum, each) => sum + each[of], 0);
  return {
    compared,
    planned: count("planned"),
    happened: count("happened"),
    latestSeconds: Math.max(0, ...late),
    earliestSeconds: Math.min(0, ...late),
  };
}

/** A plan says nothing of what a person does after it: from then on another one of the fleet counts. */
const plannedRuns = (fleet: string, calendars: readonly Calendar[]): readonly ExpectedRun[] =>
  calendars.reduce<readonly ExpectedRun[]>((before, { from, fleets }) => {
    const found = fleets.find((each) => each.fleet === fleet);
    return found ? [...before.filter(({ at }) => at < from), ...found.runs] : before;
  }, []);

function mostOpen(runs: readonly HappenedRun[]): number {
  const isOpen = ({ at, endedAt }: HappenedRun, now: number): boolean =>
    at <= now && (endedAt === null || now < endedAt);
  return Math.max(0, ...runs.map(({ at }) => runs.filter((each) => isOpen(each, at)).length));
}

async function planOf(
  { ledger, simulator, runtime }: Rehearsal,
  until: number,
  only: string | null = null,
): Promise<Calendar> {
  const { clock } = simulator;
  const { aws } = openContext("Admit", { fleet: "", run: "plan", fence: 0 }, adoptionClients, runtime);
  const from = clock.now();
  const sources = await readCalendar(only, {
    ledger,
    clock,
    readServers: (fleets) => readServers(fleets, { aws }),
    readAhead: (name) => readCalendarAhead(async () => ({ aws }), name, { from, until }),
  });
  if (sources.serversReason !== null || sources.faults.length > 0) throw new Error("not all could be read");
  return calendarOf({ ...sources, prices: null, withServers: false }, { from, until, zone: "UTC" });
}

interface Passing {
  readonly sweepMs: number;
  readonly from: number;
  readonly until: number;
  readonly furnished: readonly Furnished[];
}

/** As the schedules call them; a person answers when it is time, and what is planned from then on is answered. */
async function pass(rehearsal: Rehearsal, { sweepMs, from, until, furnished }: Passing): Promise<Calendar[]> {
  const { clock } = rehearsal.simulator;
  const again: Calendar[] = [];
  const answers = furnished.filter(({ kind: { yesHours = 0 } }) => yesHours > 0);
  for (let sweeps = 1; clock.now() + sweepMs < until; sweeps += 1) {
    const before = clock.now();
    await clock.sleep(sweepMs - (before % sweepMs));
    for (const { name, kind } of answers) {
      const at = from + (kind.yesHours ?? 0) * 60 * MINUTE_MS;
      if (at <= before || at > clock.now()) continue;
      await sayYes(rehearsal, name);
      again.push(await planOf(rehearsal, until, name));
    }
    if (sweeps % sweepsAScan(sweepMs) === 0) await scanOnce(rehearsal);
    await sweepOnce(rehearsal);
  }
  await rehearsal.settled();
  return again;
}

async function happenedSince({ ledger }: Rehearsal, fleet: string, since: number): Promise<HappenedRun[]> {
  const all = (await rollouts.list(ledger, fleet)).map(({ run }) => run);
  return all
    .filter(({ startedAt }) => startedAt > since)
    .map(({ startedAt: at, endedAt, cause, imageTo, outcome }) => {
      const ended = { endedAt, outcome };
      return { at, reason: cause.reason, imageTo, ...ended };
    })
    .sort((a, b) => a.at - b.at);
}
