import type { Brakes } from "../../domain/brakes/brakes.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import { lengthMs } from "../../domain/run/run-pointers.ts";
import { leastSeconds, mostSeconds } from "../../domain/brakes/least-seconds.ts";
import { windowsOf } from "../../domain/brakes/windows-settings.ts";
import type { DueFirst } from "../../ledger/found/due-first.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { readCalendar } from "../../ledger/brakes/calendars.ts";
import { readBegun } from "../../ledger/runs/begun.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";

/** What binds the times at which the fleet's runs begin, by its declaration and by what it has begun. */
export async function readBrakes(
  declared: Fleet,
  { first, live }: { readonly first: DueFirst | null; readonly live: number | undefined },
  ledger: Ledger,
): Promise<Brakes> {
  const { fleet, windows, budget, age } = declared;
  const hardMax = age?.hardMax;
  const isKnown = first !== null && first.generation === live;
  return {
    windows: windows ? windowsOf(windows) : null,
    calendar: await calendarOf(windows?.calendar, ledger),
    length: windows?.fits ? lengthOf(declared, await lastLength(ledger, declared)) : NO_LENGTH,
    budget: budget ?? null,
    begun: budget ? await readBegun(ledger, fleet) : [],
    slots: null,
    hardAgeAt: hardMax !== undefined && isKnown ? first.oldestAt + hardMax * 1000 : null,
  };
}

const calendarOf = async (name: string | undefined, ledger: Ledger): Promise<Brakes["calendar"]> =>
  name === undefined ? null : { name, reading: await readCalendar(ledger, name) };

const NO_LENGTH: Brakes["length"] = { ms: 0, by: "declaration" };

/** One that went back says little of how long the next one takes, and the first has none before it. */
function lengthOf(declared: Fleet, lastMs: number): Brakes["length"] {
  const leastMs = leastSeconds(declared) * 1000;
  return lastMs > leastMs ? { ms: lastMs, by: "last-run" } : { ms: leastMs, by: "declaration" };
}

/** The longest of the last few that nothing held up: one that was frozen for a week says nothing of the next. 0: there was none. */
async function lastLength(ledger: Ledger, declared: Fleet): Promise<number> {
  const pointers = await rollouts.pointersOf(ledger, declared.fleet);
  const mostMs = mostSeconds(declared) * 1000;
  const lengths = pointers.runs.flatMap((each) => lengthMs(each) ?? []);
  return Math.max(0, ...lengths.filter((each) => each <= mostMs));
}
