import { type FleetFound, type FleetRow, type FleetSize, fleetRow, fleetStates } from "./fleet-row.ts";

/** The fleets that are declared. */
export interface FleetList {
  /** Those first that need somebody most; then by name. */
  readonly fleets: readonly FleetRow[];
  /** Those of which a record cannot be read, with the reason. */
  readonly faults: readonly { readonly fleet: string; readonly error: string }[];
}

/** The list, from what the ledger has and, by group, AWS. */
export const fleetList = (found: {
  readonly fleets: readonly FleetFound[];
  readonly sizes: ReadonlyMap<string, FleetSize>;
  readonly faults: readonly { readonly fleet: string; readonly error: Error }[];
}): FleetList => ({
  fleets: found.fleets
    .map((each) => fleetRow(each, found.sizes.get(each.live?.group ?? "") ?? null))
    .toSorted((a, b) => need(a) - need(b) || a.fleet.localeCompare(b.fleet, "en")),
  faults: found.faults.map(({ fleet, error }) => ({ fleet, error: error.message })),
});

const need = ({ state }: FleetRow): number => fleetStates.indexOf(state);
