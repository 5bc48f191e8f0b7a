import type { RecycleRecord } from "../../domain/run/recycle.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import type { Ledger } from "../ledger.ts";
import { recycles } from "./recycles.ts";
import { rollouts } from "./rollouts.ts";
import type { StoredRun } from "./run-store.ts";

/** The run that has the fleet's lease and has not ended, whichever of the kinds that need it; undefined: none is open. */
export async function openFleetRun(
  ledger: Ledger,
  fleet: string,
): Promise<StoredRun<RolloutRecord> | StoredRun<RecycleRecord> | undefined> {
  const [rollout, recycle] = await Promise.all([rollouts.open(ledger, fleet), recycles.open(ledger, fleet)]);
  return rollout ?? recycle;
}
