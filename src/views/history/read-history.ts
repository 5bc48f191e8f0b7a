import { type Entry, listEntries } from "../../ledger/entries.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { mustBeDeclared } from "../fleets/declared-fleet.ts";

/**
 * The newest entries of a fleet, oldest of them first. Throws InvalidInput when no fleet has the name; a fleet whose
 * declaration is corrupt has a history, and one that was released.
 */
export async function readHistory(
  ledger: Ledger,
  of: { readonly fleet: string; readonly rollout: string | undefined; readonly limit: number },
): Promise<Entry[]> {
  const { fleet, rollout, limit } = of;
  const newest = await listEntries(ledger, fleet, {
    limit,
    newestFirst: true,
    ...(rollout !== undefined && { rollout }),
  });
  if (newest.length === 0) await mustBeDeclared(ledger, fleet);
  return newest.reverse();
}
