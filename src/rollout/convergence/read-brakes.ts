import type { Brakes } from "../../domain/brakes/brakes.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import { windowsOf } from "../../domain/brakes/windows-settings.ts";
import type { DueFirst } from "../../ledger/found/due-first.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { readBegun } from "../../ledger/runs/begun.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";

/** What binds the times at which the fleet's runs begin, by its declaration and by what it has begun. */
export async function readBrakes(
  { fleet, windows, budget, age }: Fleet,
  { first, live }: { readonly first: DueFirst | null; readonly live: number | undefined },
  ledger: Ledger,
): Promise<Brakes> {
  const hardMax = age?.hardMax;
  const isKnown = first !== null && first.generation === live;
  return {
    windows: windows ? windowsOf(windows) : null,
    lengthMs: windows?.fits ? await lastLength(ledger, fleet) : 0,
    budget: budget ?? null,
    begun: budget ? await readBegun(ledger, fleet) : [],
    hardAgeAt: hardMax !== undefined && isKnown ? first.launchedAt + hardMax * 1000 : null,
  };
}

/** The longest of the last few: one that went back early says little of how long the next one takes. 0: there was none. */
async function lastLength(ledger: Ledger, fleet: string): Promise<number> {
  const pointers = await rollouts.pointersOf(ledger, fleet);
  const lengths = pointers.runs.flatMap(({ startedAt, restsAt }) =>
    restsAt === null ? [] : restsAt - startedAt,
  );
  return Math.max(0, ...lengths);
}
