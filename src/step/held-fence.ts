import { readLease } from "../ledger/leases.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { StepInput } from "./step.ts";

/**
 * The fence a rollout acts under. An execution whose Admit failed after it took the lease does not know its own: the
 * ledger does. Undefined: the rollout holds nothing.
 */
export async function heldFence(input: StepInput, ledger: Ledger): Promise<number | undefined> {
  if (input.fence > 0) return input.fence;
  const lease = await readLease(ledger, input.fleet, input.generation);
  return lease?.owner === input.run ? lease.fence : undefined;
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
