import { retirementId } from "../../domain/run/retirement.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import { appendEntry } from "../../ledger/entries.ts";
import { retirements } from "../../ledger/runs/retirements.ts";
import type { StepContext } from "../../step/step.ts";
import { isReleased } from "../is-released.ts";

/**
 * Starts the retirement that a rollout has written down, if it has one. One that cannot be started is started by the next
 * sweep: it must not hold the rollout's end.
 */
export async function startRetirement(
  rollout: RolloutRecord,
  { ledger, clock, starter }: Pick<StepContext, "ledger" | "clock" | "starter">,
): Promise<void> {
  const { fleet, blue, id: actor } = rollout;
  if (blue === null || !isReleased(rollout)) return;
  const id = retirementId(fleet, blue);
  const stored = await retirements.read(ledger, fleet, id);
  if (stored === undefined || stored.run.phase !== "AdmitRetirement") return;
  try {
    await starter.start("retirement", id, { fleet, retirement: id });
  } catch (error) {
    const reason = `retirement ${id} could not be started, the sweep starts it: ${String(error)}`;
    const about = { at: clock.now(), fleet, rollout: id, phase: "CloseRollout", actor };
    await appendEntry(ledger, { ...about, kind: "evidence", action: "not-started", reason });
  }
}
