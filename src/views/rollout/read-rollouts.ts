import type { RolloutRecord } from "../../domain/run/rollout.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";

/** The rollout of the fleet that was started last, running or ended. */
export const newestRollout = async (ledger: Ledger, fleet: string): Promise<RolloutRecord | undefined> =>
  (await rollouts.list(ledger, fleet))[0]?.run;

/** The rollout of the fleet that has not ended. */
export const unfinishedRollout = async (ledger: Ledger, fleet: string): Promise<RolloutRecord | undefined> =>
  (await rollouts.open(ledger, fleet))?.run;
