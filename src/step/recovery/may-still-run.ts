import { executionMayRun, leaseHasRunOut } from "../../domain/run/may-still-run.ts";
import type { Run } from "../../domain/run/run.ts";
import { CLOCK_MARGIN_MS, type Lease } from "../../ledger/leases.ts";
import type { StepContext } from "../step.ts";

/** Whether nobody acts under the lease any more, whatever the clock of its holder says. */
export const hasRunOut = (lease: Lease | undefined, now: number): boolean =>
  leaseHasRunOut(lease, now, CLOCK_MARGIN_MS);

/**
 * Whether the execution that carries an open run may still run: it says so, or it cannot be asked and the fleet's lease
 * has not run out. Costs one DescribeExecution.
 */
export async function mayStillRun(
  machine: string,
  { execution }: Pick<Run, "execution">,
  asked: Pick<StepContext, "executions" | "clock"> & { readonly lease: Lease | undefined },
): Promise<boolean> {
  const status = await asked.executions.status(machine, execution);
  return executionMayRun(status, hasRunOut(asked.lease, asked.clock.now()));
}
