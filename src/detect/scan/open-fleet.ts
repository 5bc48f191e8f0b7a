import type { Fleet } from "../../domain/declaration/fleet.ts";
import { listGenerations, type StoredGeneration } from "../../ledger/generations.ts";
import { openFleetRun } from "../../ledger/runs/open-run.ts";
import type { ScanContext } from "./context.ts";

/** A fleet whose servers can be judged. */
export interface OpenFleet {
  readonly fleet: Fleet;
  readonly live: StoredGeneration;
}

/** Read after the servers; undefined for a fleet that nothing is judged of: none is live, or a run is changing it. */
export async function readOpenFleet(
  fleet: Fleet,
  { ledger }: Pick<ScanContext, "ledger">,
): Promise<OpenFleet | undefined> {
  if ((await openFleetRun(ledger, fleet.fleet)) !== undefined) return undefined;
  const generations = await listGenerations(ledger, fleet.fleet);
  const live = generations.find(({ generation }) => generation.state === "live");
  return live && { fleet, live };
}
