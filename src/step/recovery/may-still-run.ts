import { executionMayRun, leaseHasRunOut } from "../../domain/run/may-still-run.ts";
import type { Run } from "../../domain/run/run.ts";
import { CLOCK_MARGIN_MS, type Lease } from "../../ledger/leases.ts";
import type { StepContext } from "../step.ts";

/** Whether nobody acts under the lease any more, whatever the clock of its holder says. */
export const hasRunOut = (lease: Lease | undefined, now: number): boolean =>
  leaseHasRunOut(lease, now, CLOCK_MARGIN_MS);

/**
 * Whether the execution that carries an open run may still run: it says so, or it cannot be asked and the fleet's lease
 * has not run out; or whether the one runs that the record names for the next leg. Costs one DescribeExecution for each.
 */
export async function mayStillRun(
  machine: string,
  { execution, leg }: Pick<Run, "execution" | "leg">,
  asked: Pick<StepContext, "executions" | "clock"> & { readonly lease: Lease | undefined },
): Promise<boolean> {
  const status = await asked.executions.status(machine, execution);
  if (executionMayRun(status, hasRunOut(asked.lease, asked.clock.now()))) return true;
  return leg.next !== undefined && (await asked.executions.status(machine, leg.next.execution)) === "running";
}
