import { LedgerCorrupt } from "../../errors/errors.ts";
import { appendOnce } from "../../ledger/entries.ts";
import { ACTOR, type ScanContext } from "./context.ts";

/**
 * What `judge` answers of a fleet; undefined when a record of it cannot be read. That is told, and the scan goes on: one fleet
 * is not to hide what there is to be found of all others.
 */
export async function unlessCorrupt<T>(
  fleet: string,
  { ledger, clock, publish }: ScanContext,
  judge: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await judge();
  } catch (error) {
    if (!(error instanceof LedgerCorrupt)) throw error;
    const irregularity = `its servers are not judged: ${error.message}`;
    const about = { at: clock.now(), fleet, rollout: null, phase: null, kind: "evidence" as const };
    const entry = { ...about, action: "irregularity", reason: irregularity, actor: ACTOR };
    if (await appendOnce(ledger, entry)) await publish("Fleet Needs Attention", { fleet, irregularity });
    return undefined;
  }
}
