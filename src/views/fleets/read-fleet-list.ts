import { listFleets } from "../../ledger/fleets.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { readOutbox } from "../../ledger/outbox/outbox.ts";
import { attentionRows } from "../fleet/attention.ts";
import { type FleetList, fleetList } from "./fleet-list.ts";

/** Reads the declared fleets, and what the sweeps and scans found of each; one that cannot be read is among the faults. */
export async function readFleetList(ledger: Ledger): Promise<FleetList> {
  const listed = await listFleets(ledger);
  const attention = await Promise.all(
    listed.fleets.map(async ({ fleet: { fleet } }) => {
      const outbox = await readOutbox(ledger, fleet);
      return [fleet, attentionRows(outbox, [])] as const;
    }),
  );
  return fleetList({ ...listed, attention: new Map(attention) });
}
