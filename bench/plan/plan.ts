import { calendarOf } from "../../src/views/calendar/calendar.ts";
import { tabledPrices } from "../../src/views/calendar/prices.ts";
import { table } from "../table.ts";
import { subjectsOf } from "./account.ts";
import { type MeasuredFortnight, measureFortnight } from "./fortnight.ts";
import { SLOT_KINDS } from "./kinds.ts";

const DAY_MS = 86_400_000;
const SIZES = [
  { fleets: 100, servers: 5_000 },
  { fleets: 2_000, servers: 100_000 },
] as const;
/** The goal of the project. */
const MOST_SECONDS = 10;
const FORTNIGHT = { fleets: 40, servers: 50, days: 14, sweepMinutes: 5 };
/** Fleets that are due before the same windows open, three times as many as may run at once. */
const SLOTS = { fleets: 9, servers: 10, days: 14, sweepMinutes: 5, kinds: SLOT_KINDS, atOnce: 3 };

interface MeasuredPlan {
  readonly fleets: number;
  readonly servers: number;
  readonly runs: number;
  readonly seconds: number;
}

/** Works two weeks out of accounts of two sizes; answers whether that is done in time. */
export function benchPlans(json: boolean): boolean {
  const plans = SIZES.map(({ fleets, servers }) => measurePlan(fleets, servers));
  process.stdout.write(json ? `${JSON.stringify({ plans })}\n` : `${planTable(plans)}\n`);
  const slow = plans.filter(({ seconds }) => seconds > MOST_SECONDS);
  for (const { fleets } of slow)
    process.stderr.write(`Missed: ${fleets} fleets take more than ${MOST_SECONDS} s\n`);
  return slow.length === 0;
}

/** Holds plans against what the simulated accounts then do, one with slots; answers whether each run agrees. */
export async function benchFortnight(json: boolean): Promise<boolean> {
  const agree: boolean[] = [];
  for (const size of [FORTNIGHT, SLOTS]) agree.push(await benchOne(size, json));
  return agree.every(Boolean);
}

async function benchOne(size: Parameters<typeof measureFortnight>[0], json: boolean): Promise<boolean> {
  const { fleets, servers, days, atOnce = Number.POSITIVE_INFINITY } = size;
  process.stderr.write(
    `simulating ${days} days of ${fleets} fleets of ${servers} servers each; this takes a while ...\n`,
  );
  const fortnight = await measureFortnight(size);
  process.stdout.write(json ? `${JSON.stringify({ fortnight })}\n` : `${fortnightTable(fortnight)}\n`);
  const differences = fortnight.compared.flatMap(({ fleet, differences: each }) =>
    each.map((difference) => `${fleet}: ${difference}`),
  );
  for (const difference of differences) process.stderr.write(`Differs: ${difference}\n`);
  return differences.length === 0 && fortnight.happened > 0 && fortnight.mostOpen <= atOnce;
}

/** From what was read to the calendar. */
function measurePlan(fleets: number, servers: number): MeasuredPlan {
  const from = Date.UTC(2026, 10, 30, 12);
  const subjects = subjectsOf(fleets, servers, from);
  const horizon = { from, until: from + 14 * DAY_MS, zone: "UTC" };
  const booked = { last: 0, booked: {} };
  const prices = tabledPrices("us-east-1", "it is not asked");
  const began = performance.now();
  const found = calendarOf({ subjects, booked, slots: null, prices, withServers: false }, horizon);
  const seconds = (performance.now() - began) / 1000;
  return { fleets, servers, runs: found.fleets.reduce((sum, { runs }) => sum + runs.length, 0), seconds };
}

function planTable(plans: readonly MeasuredPlan[]): string {
  const number = (value: number): string => value.toLocaleString("en-US");
  const rows = plans.map(({ fleets, servers, runs, seconds }) => [
    number(fleets),
    number(servers),
    number(runs),
    seconds.toFixed(2),
    (seconds / MOST_SECONDS).toFixed(3),
  ]);
  return table([["fleets", "servers", "runs", "seconds", `of ${MOST_SECONDS} s`], ...rows]);
}

function fortnightTable(measured: MeasuredFortnight): string {
  const { fleets, servers, planned, happened, compared, latestSeconds, earliestSeconds, realSeconds } =
    measured;
  const agreeing = compared.reduce(
    (sum, { pairs }) => sum + pairs.filter(({ differences }) => differences.length === 0).length,
    0,
  );
  return table([
    ["fleets, servers", "planned", "happened", "agree", "latest, earliest", "real time"],
    [
      `${fleets}, ${fleets * servers}`,
      String(planned),
      String(happened),
      `${agreeing} (${((100 * agreeing) / Math.max(1, planned)).toFixed(1)} %)`,
      `${latestSeconds.toFixed(0)} s, ${earliestSeconds.toFixed(0)} s`,
      `${realSeconds.toFixed(0)} s`,
    ],
  ]);
}
