import { type Entry, listEntries } from "../../ledger/entries.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { mustBeDeclared } from "../fleets/declared-fleet.ts";

/**
 * The newest entries of a fleet, oldest of them first. Throws InvalidInput when no fleet has the name; a fleet whose
 * declaration is corrupt has a history.
 */
export async function readHistory(
  ledger: Ledger,
  of: { readonly fleet: string; readonly rollout: string | undefined; readonly limit: number },
): Promise<Entry[]> {
  const { fleet, rollout, limit } = of;
  await mustBeDeclared(ledger, fleet);
  const newest = await listEntries(ledger, fleet, {
    limit,
    newestFirst: true,
    ...(rollout !== undefined && { rollout }),
  });
  return newest.reverse();
}
