import { endsRunning } from "../../domain/rollout-decisions/ends-running.ts";
import type { ReplacementRequest } from "../../domain/run/replacement-request.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";

/** The fleet's running rollout that would roll back if the request were made now; null when none would. */
export async function endedByStart(
  fleet: string,
  request: ReplacementRequest,
  ledger: Ledger,
): Promise<RolloutRecord | null> {
  const run = (await rollouts.open(ledger, fleet))?.run;
  return run !== undefined && endsRunning(run, request) ? run : null;
}
