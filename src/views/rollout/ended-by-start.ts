import { wouldEnd } from "../../domain/decide/end-run.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";
import { openRunOf } from "../../rollout/convergence/read-state.ts";

/** The fleet's running rollout that would roll back if this image were wanted now; null when none would. */
export async function endedByStart(
  fleet: string,
  image: string | null,
  ledger: Ledger,
): Promise<RolloutRecord | null> {
  const run = (await rollouts.open(ledger, fleet))?.run;
  if (run === undefined || image === null) return null;
  return wouldEnd(openRunOf(run), { image, blue: run.imageFrom }) ? run : null;
}
