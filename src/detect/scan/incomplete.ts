import { Rejected } from "../../errors/errors.ts";
import { type ReportContext, reportFound } from "./report.ts";

/**
 * What `read` answers. When the pages are refused although their chain was begun anew, that is published, once until a scan is
 * whole again, and the scan fails.
 */
export async function unlessIncomplete<T>(read: () => Promise<T>, context: ReportContext): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    const reason = `a scan is incomplete, so nothing is found and nothing lifted: its pages of servers were refused twice (${error.message})`;
    const commands = ["moult findings"];
    const found = [{ key: "incomplete scan", kind: "incomplete-scan" as const, reason, commands }];
    await reportFound({ fleet: null, found, isWhole: true }, context);
    throw error;
  }
}

/** A scan has read all servers: none is incomplete any more. */
export const reportWhole = (context: ReportContext): Promise<void> =>
  reportFound({ fleet: null, found: [], isWhole: true }, context);
