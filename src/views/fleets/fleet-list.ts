import type { DeclaredFleet } from "../../ledger/fleets.ts";

/** A fleet, and who declared it last. */
interface FleetRow {
  readonly fleet: string;
  /** Milliseconds since 1970. */
  readonly declaredAt: number;
  readonly declaredBy: string;
}

/** The fleets that are declared. */
export interface FleetList {
  readonly fleets: readonly FleetRow[];
  /** Those whose declaration cannot be read, with the reason. */
  readonly faults: readonly { readonly fleet: string; readonly error: string }[];
}

/** The list, from what the ledger has. */
export const fleetList = (found: {
  readonly fleets: readonly DeclaredFleet[];
  readonly faults: readonly { readonly fleet: string; readonly error: Error }[];
}): FleetList => ({
  fleets: found.fleets.map(({ fleet, declaredAt, declaredBy }) => ({
    fleet: fleet.fleet,
    declaredAt,
    declaredBy,
  })),
  faults: found.faults.map(({ fleet, error }) => ({ fleet, error: error.message })),
});
