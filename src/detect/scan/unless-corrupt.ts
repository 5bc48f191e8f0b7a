import { LedgerCorrupt, LedgerTooNew } from "../../errors/errors.ts";
import { type ReportContext, reportFound } from "./report.ts";

/** Whether a record cannot be read, and another try would not mend that: it is damaged, or a newer moult wrote it. */
export const isUnreadable = (error: unknown): boolean =>
  error instanceof LedgerCorrupt || error instanceof LedgerTooNew;

/**
 * What `judge` answers of a fleet; undefined when a record of it cannot be read. That is published, and the scan goes on: one fleet
 * is not to hide what there is to be found of all others. The sweep freezes a fleet whose record is damaged.
 */
export async function unlessCorrupt<T>(
  fleet: string,
  context: ReportContext,
  judge: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await judge();
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    const reason = `its servers are not judged: ${(error as Error).message}`;
    const found = [
      { key: reason, kind: "not-judged" as const, reason, commands: [`moult history ${fleet}`] },
    ];
    // What else was found of it before still stands.
    await reportFound({ fleet, found, isWhole: false }, context);
    return undefined;
  }
}
