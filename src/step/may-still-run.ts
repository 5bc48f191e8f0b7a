import { executionMayRun, leaseHasRunOut } from "../domain/rollout-decisions/may-still-run.ts";
import type { RolloutRecord } from "../domain/run/rollout.ts";
import { CLOCK_MARGIN_MS, type Lease } from "../ledger/leases.ts";
import type { StepContext } from "./step.ts";

/** Whether nobody acts under the lease any more, whatever the clock of its holder says. */
export const hasRunOut = (lease: Lease | undefined, now: number): boolean =>
  leaseHasRunOut(lease, now, CLOCK_MARGIN_MS);

/**
 * Whether the execution that carries an open rollout may still run: it says so, or it cannot be asked and the fleet's
 * lease has not run out. Costs one DescribeExecution.
 */
export async function mayStillRun(
  { execution }: Pick<RolloutRecord, "execution">,
  lease: Lease | undefined,
  { executions, clock }: Pick<StepContext, "executions" | "clock">,
): Promise<boolean> {
  const status = await executions.status(execution);
  return executionMayRun(status, hasRunOut(lease, clock.now()));
}
