import type { RecycleRecord } from "../../domain/run/recycle.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import { forgetSummary, keepSummary } from "../../ledger/board/summaries.ts";
import { openFleetRun } from "../../ledger/runs/open-run.ts";
import type { StepContext } from "../../step/step.ts";
import { readState } from "../convergence/read-state.ts";
import { keepRestSummary, type SummaryKnown } from "./keep-rest-summary.ts";
import { runSummary } from "./run-summary.ts";

type Context = Pick<StepContext, "ledger" | "clock">;

/** Writes what a list shows of a fleet, from all that the ledger has of it. Throws what the ledger throws. */
export async function refreshSummary(fleet: string, known: SummaryKnown, context: Context): Promise<void> {
  const { ledger, clock } = context;
  const open = (await openFleetRun(ledger, fleet))?.run;
  const state = await readState(fleet, context);
  if (state === undefined) return forgetSummary(ledger, fleet);
  if (state.freeze === null && open !== undefined) return keepOpen(open, known, context);
  await keepRestSummary(state, { ...known, run: open }, { ledger, clock });
}

const keepOpen = (
  run: RolloutRecord | RecycleRecord,
  { summary }: SummaryKnown,
  { ledger, clock }: Context,
): Promise<void> => keepSummary(ledger, runSummary(run, clock.now()), summary);
