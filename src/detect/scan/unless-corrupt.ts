import { LedgerCorrupt, LedgerTooNew } from "../../errors/errors.ts";
import { appendOnce } from "../../ledger/entries.ts";
import { ACTOR, type ScanContext } from "./context.ts";

/** Whether a record cannot be read, and another try would not mend that: it is damaged, or a newer moult wrote it. */
export const isUnreadable = (error: unknown): boolean =>
  error instanceof LedgerCorrupt || error instanceof LedgerTooNew;

/**
 * What `judge` answers of a fleet; undefined when a record of it cannot be read. That is told, and the scan goes on: one fleet
 * is not to hide what there is to be found of all others. The sweep freezes a fleet whose record is damaged.
 */
export async function unlessCorrupt<T>(
  fleet: string,
  { ledger, clock, publish }: Pick<ScanContext, "ledger" | "clock" | "publish">,
  judge: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await judge();
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    const irregularity = `its servers are not judged: ${(error as Error).message}`;
    const about = { at: clock.now(), fleet, rollout: null, phase: null, kind: "evidence" as const };
    const entry = { ...about, action: "irregularity", reason: irregularity, actor: ACTOR };
    if (await appendOnce(ledger, entry)) await publish("Fleet Needs Attention", { fleet, irregularity });
    return undefined;
  }
}
