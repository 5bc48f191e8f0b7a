import { listFleets } from "../../ledger/fleets.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { type FleetList, fleetList } from "./fleet-list.ts";

/** Reads the declared fleets; one that cannot be read is among the faults. */
export const readFleetList = async (ledger: Ledger): Promise<FleetList> =>
  fleetList(await listFleets(ledger));
