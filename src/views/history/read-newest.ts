import { type Entry, listEntries } from "../../ledger/entries.ts";
import { listFleetNames } from "../../ledger/fleets.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";

const FLEETS_AT_ONCE = 25;
/** More fleets than that would be as many reads: then the history of one fleet is asked for. */
const MOST_FLEETS = 100;

/**
 * The newest entries of all fleets and of no single one, oldest of them first. Each fleet's are read from its own partition, so of more
 * than a hundred fleets only those of no single fleet are. A fleet whose entries cannot be read is left out.
 */
export async function readNewest(ledger: Ledger, limit: number): Promise<Entry[]> {
  const names = await listFleetNames(ledger);
  const scopes = [null, ...(names.length > MOST_FLEETS ? [] : names)];
  const each = Math.max(20, Math.ceil(limit / scopes.length));
  const read = await settleBounded(scopes, FLEETS_AT_ONCE, (fleet) =>
    listEntries(ledger, fleet, { limit: each, newestFirst: true }),
  );
  return read
    .flatMap((found) => (found.status === "fulfilled" ? found.value : []))
    .sort((a, b) => b.at - a.at)
    .slice(0, limit)
    .reverse();
}
