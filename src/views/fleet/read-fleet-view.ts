import { listEntries } from "../../ledger/entries.ts";
import { readExcept } from "../../ledger/except.ts";
import { listFindings } from "../../ledger/findings.ts";
import { readFleet } from "../../ledger/fleets.ts";
import { readDueFirst } from "../../ledger/found/due-first.ts";
import { listStorms } from "../../ledger/found/storms.ts";
import { activeFreeze } from "../../ledger/freezes.ts";
import { listGenerations } from "../../ledger/generations.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { readOutbox } from "../../ledger/outbox/outbox.ts";
import { recycles } from "../../ledger/runs/recycles.ts";
import { retirements } from "../../ledger/runs/retirements.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";
import { readState } from "../../rollout/convergence/read-state.ts";
import { readHolder } from "../rollout/read-holder.ts";
import { type FleetView, fleetView } from "./fleet-view.ts";
import { standingOf } from "./standing.ts";

/** How many entries are read: enough that none is missed between two polls of a watch. */
const ENTRIES = 50;

/** Reads the view from the ledger, without the servers: of the rollout, or the recycle, of this id. Undefined: the fleet has neither. */
export async function readFleetView(
  ledger: Ledger,
  { fleet, id, now }: { readonly fleet: string; readonly id: string | undefined; readonly now: number },
): Promise<FleetView> {
  const [declared, shown, generations, entries, frozen, except, state, found, runs, outbox, holder] =
    await Promise.all([
      readFleet(ledger, fleet),
      readShown(ledger, fleet, id),
      listGenerations(ledger, fleet),
      listEntries(ledger, fleet, { limit: ENTRIES, newestFirst: true }),
      activeFreeze(ledger, fleet, now),
      readExcept(ledger, fleet),
      readState(fleet, { ledger, clock: { now: () => now } }),
      readFound(ledger, fleet),
      readRuns(ledger, fleet),
      readOutbox(ledger, fleet),
      readHolder(ledger, fleet, now),
    ]);
  return fleetView({
    fleet,
    declared: declared?.fleet,
    ...shown,
    holder,
    generations: generations.map(({ generation }) => generation),
    entries,
    frozen,
    except,
    ...found,
    ...runs,
    outbox,
    now,
    state,
    standing: state && standingOf(state, now),
  });
}

/** What scans found about its servers. */
async function readFound(ledger: Ledger, fleet: string) {
  const [findings, storms, dueFirst] = await Promise.all([
    listFindings(ledger, fleet),
    listStorms(ledger),
    readDueFirst(ledger, fleet),
  ]);
  return { findings, storms, dueFirst };
}

/** The run of this id, whichever kind it is. */
async function readShown(ledger: Ledger, fleet: string, id: string | undefined) {
  if (id === undefined) return { rollout: undefined };
  const [rollout, recycle] = await Promise.all([
    rollouts.read(ledger, fleet, id),
    recycles.read(ledger, fleet, id),
  ]);
  return { rollout: rollout?.run, ...(recycle && { recycle: recycle.run }) };
}

async function readRuns(ledger: Ledger, fleet: string) {
  const [replacing, retiring, recycling] = await Promise.all([
    rollouts.list(ledger, fleet),
    retirements.list(ledger, fleet),
    recycles.open(ledger, fleet),
  ]);
  return {
    rollouts: replacing.map(({ run }) => run),
    retirements: retiring.map(({ run }) => run),
    ...(recycling && { openRecycle: recycling.run }),
  };
}
