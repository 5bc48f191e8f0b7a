import { decide } from "../../domain/decide/decide.ts";
import { explain } from "../../domain/explain/explain.ts";
import { type DeclaredFleet, listFleets } from "../../ledger/fleets.ts";
import { activeFreeze } from "../../ledger/freezes.ts";
import { listGenerations } from "../../ledger/generations.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { readOutbox } from "../../ledger/outbox/outbox.ts";
import { openFleetRun } from "../../ledger/runs/open-run.ts";
import { readStateBeside } from "../../rollout/convergence/read-state.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import { attentionRows } from "../fleet/attention.ts";
import { type FleetList, fleetList } from "./fleet-list.ts";
import type { FleetFound, FleetSize } from "./fleet-row.ts";

const AT_ONCE = 25;

/**
 * Reads the declared fleets: what each runs, what is decided about it, and what the sweeps and scans found. One of which a record cannot be
 * read is among the faults. `sizesOf` reads how many servers groups have; what cannot be read it leaves out.
 */
export async function readFleetList(
  ledger: Ledger,
  now: number,
  sizesOf: (groups: readonly string[]) => Promise<ReadonlyMap<string, FleetSize>>,
): Promise<FleetList> {
  const listed = await listFleets(ledger);
  const read = await settleBounded(listed.fleets, AT_ONCE, (declared) =>
    readFleetFound(ledger, declared, now),
  );
  const fleets = read.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  const faults = read.flatMap((each, index) =>
    each.status === "rejected"
      ? [{ fleet: listed.fleets[index]?.fleet.fleet ?? "", error: each.reason as Error }]
      : [],
  );
  const sizes = await sizesOf(fleets.flatMap(({ live }) => live?.group ?? []));
  return fleetList({ fleets, sizes, faults: [...listed.faults, ...faults] });
}

async function readFleetFound(ledger: Ledger, declared: DeclaredFleet, now: number): Promise<FleetFound> {
  const { fleet } = declared.fleet;
  // First, as where a fleet is decided about: what ends meanwhile is seen as open.
  const open = (await openFleetRun(ledger, fleet))?.run;
  const [state, generations, frozen, outbox] = await Promise.all([
    readStateBeside(declared.fleet, open, { ledger, clock: { now: () => now } }),
    listGenerations(ledger, fleet),
    activeFreeze(ledger, fleet, now),
    readOutbox(ledger, fleet),
  ]);
  const live = generations.find(({ generation }) => generation.state === "live")?.generation;
  const attention = attentionRows(outbox, []);
  const subject = {
    kind: "fleet" as const,
    fleet,
    state,
    freeze: frozen ?? null,
    run: open ?? null,
    attention,
  };
  return {
    declared,
    decision: decide(state, now),
    explanation: explain({ ...subject, unreadable: null }, now),
    live: live ?? null,
    open: open ?? null,
    frozen: frozen ?? null,
    attention,
  };
}
