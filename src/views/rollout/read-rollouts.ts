import type { RecycleRecord } from "../../domain/run/recycle.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { recycles } from "../../ledger/runs/recycles.ts";
import { retirements } from "../../ledger/runs/retirements.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import { type RetirementRow, retirementRows } from "../fleet/retirement-rows.ts";

/** The rollout of the fleet that was started last, running or ended. */
export const newestRollout = async (ledger: Ledger, fleet: string): Promise<RolloutRecord | undefined> =>
  (await rollouts.list(ledger, fleet))[0]?.run;

/** The rollout, or the replacement of servers in place, that was started last, running or ended. */
export async function newestRun(
  ledger: Ledger,
  fleet: string,
): Promise<RolloutRecord | RecycleRecord | undefined> {
  const [rollout, recycle] = await Promise.all([rollouts.list(ledger, fleet), recycles.list(ledger, fleet)]);
  return [rollout[0]?.run, recycle[0]?.run]
    .filter((run) => run !== undefined)
    .toSorted((a, b) => b.startedAt - a.startedAt)[0];
}

/** The fleet's rollouts, the one that was started last first. */
export const pastRollouts = async (ledger: Ledger, fleet: string): Promise<readonly RolloutRecord[]> =>
  (await rollouts.list(ledger, fleet)).map(({ run }) => run);

/** The fleet's replacements of servers in place, the one that was started last first. */
export const pastRecycles = async (ledger: Ledger, fleet: string): Promise<readonly RecycleRecord[]> =>
  (await recycles.list(ledger, fleet)).map(({ run }) => run);

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

const AT_ONCE = 25;

/** The rollouts of these fleets that have given traffic to green and still hold it. What cannot be read is left out. */
export async function readBetween(
  ledger: Ledger,
  fleets: readonly string[],
): Promise<readonly RolloutRecord[]> {
  const read = await settleBounded(fleets, AT_ONCE, (fleet) => unfinishedRollout(ledger, fleet));
  return read.flatMap((each) => (each.status === "fulfilled" ? (each.value ?? []) : [])).filter(isBetween);
}

const isBetween = ({ traffic }: RolloutRecord): boolean => traffic.setPercent > 0;
