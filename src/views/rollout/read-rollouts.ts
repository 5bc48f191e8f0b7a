import type { RolloutRecord } from "../../domain/run/rollout.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { retirements } from "../../ledger/runs/retirements.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";
import { type RetirementRow, retirementRows } from "../fleet/retirement-rows.ts";

/** The rollout of the fleet that was started last, running or ended. */
export const newestRollout = async (ledger: Ledger, fleet: string): Promise<RolloutRecord | undefined> =>
  (await rollouts.list(ledger, fleet))[0]?.run;

/** The rollout of the fleet that has not ended. */
export const unfinishedRollout = async (ledger: Ledger, fleet: string): Promise<RolloutRecord | undefined> =>
  (await rollouts.open(ledger, fleet))?.run;

/** What goes of the fleet's released generations beside its rollouts, the newest first. */
export const openRetirements = async (
  ledger: Ledger,
  { fleet, now }: { readonly fleet: string; readonly now: number },
): Promise<readonly RetirementRow[]> =>
  retirementRows(
    (await retirements.list(ledger, fleet)).map(({ run }) => run),
    now,
  );
