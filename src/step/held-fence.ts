import { readLease } from "../ledger/leases.ts";
import type { Carrier } from "../domain/run/may-still-run.ts";
import type { StepContext, StepInput } from "./step.ts";

/**
 * The fence a rollout acts under. An execution whose Admit failed after it took the lease does not know its own: the
 * ledger does, unless something else carries the run under it. Undefined: the rollout holds nothing here.
 */
export async function heldFence(
  input: StepInput,
  { ledger, carrier }: Pick<StepContext, "ledger" | "carrier">,
): Promise<number | undefined> {
  if (input.fence > 0) return input.fence;
  const lease = await readLease(ledger, input.fleet, input.generation);
  if (lease?.owner !== input.run) return undefined;
  return isElsewhere(lease.carrier, carrier) ? undefined : lease.fence;
}

/** Whether both are known and not the same. Executions of one name are one in Step Functions. */
function isElsewhere(holder: Carrier | undefined, own: Carrier | undefined): boolean {
  if (holder === undefined || own === undefined) return false;
  if (holder.kind !== "process" || own.kind !== "process") return holder.kind !== own.kind;
  return holder.host !== own.host || holder.pid !== own.pid;
}

/** The message inside a Catch's Cause, which for a Lambda function is JSON (`errorMessage`). */
export function messageOf(error: StepInput["error"]): string {
  if (error === undefined) return "an earlier state failed";
  const cause = error.Cause ?? "";
  try {
    const parsed: unknown = JSON.parse(cause);
    if (typeof parsed === "object" && parsed !== null && "errorMessage" in parsed)
      return `${error.Error}: ${String(parsed.errorMessage)}`;
  } catch {
    // Not JSON: an error that Step Functions made itself, such as States.Timeout.
  }
  return cause === "" ? error.Error : `${error.Error}: ${cause}`;
}
