import * as z from "zod";
import type { Fleet, FleetDeclaration } from "../domain/declaration/fleet.ts";
import { fleetOf, validDeclaration } from "../domain/declaration/fleet-of.ts";
import { FLEETS_PARTITION } from "./keys.ts";
import type { Expectation, Ledger, LedgerItem } from "./ledger.ts";
import { defineRecord } from "./stored.ts";

const record = defineRecord({
  kind: "fleet",
  schema: 1,
  shape: z.strictObject({
    /** As the file says it. Parsed again at each read, so that code and declaration cannot disagree in silence. */
    declaration: validDeclaration,
    declaredAt: z.number(),
    declaredBy: z.string(),
  }),
});

export interface DeclaredFleet {
  readonly fleet: Fleet;
  readonly declaration: FleetDeclaration;
  readonly declaredAt: number;
  readonly declaredBy: string;
  readonly revision: number;
}

const keyOf = (fleet: string) => ({ partition: FLEETS_PARTITION, sort: fleet });

function declared(item: LedgerItem): DeclaredFleet {
  const value = record.parse(item);
  return { ...value, fleet: fleetOf(value.declaration), revision: item.revision };
}

/** The fleet as it is declared now, or undefined. Throws LedgerCorrupt, LedgerTooNew. */
export async function readFleet(ledger: Ledger, fleet: string): Promise<DeclaredFleet | undefined> {
  const item = await ledger.get(keyOf(fleet));
  return item && declared(item);
}

/** The names of all declared fleets, in order; a corrupt declaration still has a name. */
export async function listFleetNames(ledger: Ledger): Promise<string[]> {
  return (await ledger.list(FLEETS_PARTITION)).map(({ sort }) => sort);
}

/** Every readable declaration, and the faults of those that are not: one bad fleet must not stop the others. */
export async function listFleets(
  ledger: Ledger,
): Promise<{ fleets: DeclaredFleet[]; faults: { fleet: string; error: Error }[] }> {
  const fleets: DeclaredFleet[] = [];
  const faults: { fleet: string; error: Error }[] = [];
  for (const item of await ledger.list(FLEETS_PARTITION)) {
    try {
      fleets.push(declared(item));
    } catch (error) {
      faults.push({ fleet: item.sort, error: error as Error });
    }
  }
  return { fleets, faults };
}

interface Declaring {
  readonly declaration: FleetDeclaration;
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Writes the declaration. `expected` as for Ledger.put; throws LedgerConflict. */
export async function declareFleet(
  ledger: Ledger,
  declaring: Declaring,
  expected: Expectation,
): Promise<DeclaredFleet> {
  const { declaration, by, now } = declaring;
  const key = keyOf(declaration.fleet);
  return declared(
    await ledger.put(record.write(key, { declaration, declaredAt: now, declaredBy: by }), expected),
  );
}

/** Takes a declaration away: nobody looks after the fleet any more. Throws LedgerConflict when it is another one by now. */
export const forgetFleet = (ledger: Ledger, { fleet, revision }: DeclaredFleet): Promise<void> =>
  ledger.remove(keyOf(fleet.fleet), revision);
