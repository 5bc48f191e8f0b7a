import type { DeclaredFleet } from "../../ledger/fleets.ts";
import type { AttentionRow } from "../fleet/attention.ts";

/** A fleet, and who declared it last. */
interface FleetRow {
  readonly fleet: string;
  /** Milliseconds since 1970. */
  readonly declaredAt: number;
  readonly declaredBy: string;
  /** How many things of it a person has to look at, and the oldest of them. */
  readonly attention: { readonly count: number; readonly oldest: string } | null;
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
  /** By fleet, what stands of it. */
  readonly attention: ReadonlyMap<string, readonly AttentionRow[]>;
  readonly faults: readonly { readonly fleet: string; readonly error: Error }[];
}): FleetList => ({
  fleets: found.fleets.map(({ fleet, declaredAt, declaredBy }) => ({
    fleet: fleet.fleet,
    declaredAt,
    declaredBy,
    attention: attentionOf(found.attention.get(fleet.fleet) ?? []),
  })),
  faults: found.faults.map(({ fleet, error }) => ({ fleet, error: error.message })),
});

const attentionOf = (rows: readonly AttentionRow[]): FleetRow["attention"] =>
  rows[0] === undefined ? null : { count: rows.length, oldest: rows[0].reason };
