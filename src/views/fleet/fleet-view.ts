import type { Generation } from "../../domain/generation.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import { type Entry, listEntries } from "../../ledger/entries.ts";
import { readFleet } from "../../ledger/fleets.ts";
import { type ActiveFreeze, activeFreeze } from "../../ledger/freezes.ts";
import { listGenerations } from "../../ledger/generations.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { readRollout } from "../../ledger/rollouts.ts";
import type { ViewServer } from "./server-states.ts";

/** Everything that a view of one fleet shows. */
export interface ViewModel {
  readonly fleet: string;
  /** Undefined: the fleet was never replaced, or the rollout was not admitted (yet). */
  readonly rollout: RolloutRecord | undefined;
  /** Green's declared shares of the traffic, percent; empty where there is no traffic to move. */
  readonly steps: readonly number[];
  /** Those that exist still, newest first. */
  readonly generations: readonly Generation[];
  /** The newest, oldest of them first. */
  readonly entries: readonly Entry[];
  readonly frozen: ActiveFreeze | undefined;
  /** Undefined: they were not read. */
  readonly servers?: readonly ViewServer[] | undefined;
}

/** How many entries are read: enough that none is missed between two looks of a watch. */
const ENTRIES = 50;

/** Reads the model from the ledger, without the servers. `id` undefined: the fleet has no rollout. */
export async function readViewModel(
  ledger: Ledger,
  of: { readonly fleet: string; readonly id: string | undefined; readonly now: number },
): Promise<ViewModel> {
  const { fleet, id, now } = of;
  const [declared, stored, generations, newest, frozen] = await Promise.all([
    readFleet(ledger, fleet),
    id === undefined ? undefined : readRollout(ledger, fleet, id),
    listGenerations(ledger, fleet),
    listEntries(ledger, fleet, { limit: ENTRIES, newestFirst: true }),
    activeFreeze(ledger, fleet, now),
  ]);
  const traffic = declared?.fleet.traffic;
  return {
    fleet,
    rollout: stored?.rollout,
    steps: traffic && "steps" in traffic ? traffic.steps : [],
    generations: generations.map(({ generation }) => generation).filter(({ state }) => state !== "gone"),
    entries: newest.reverse(),
    frozen,
  };
}
