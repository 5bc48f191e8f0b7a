import { LeaseLost, LedgerConflict } from "../../errors/errors.ts";
import { checkLease, type LeaseClaim, releaseLease } from "../../ledger/leases.ts";
import type { StepContext } from "../../step/step.ts";

/** The lease as this try of the step took it. */
export type TakenLease = LeaseClaim & { readonly expiresAt: number };

/**
 * Gives the lease back, unless another try of this step has gone on with it: a try that was held up for longer than
 * the machine waits for it must not take the fleet from the rollout that was admitted meanwhile. Throws LedgerConflict:
 * who still carries this try looks again.
 */
export async function giveBack(
  taken: TakenLease,
  { ledger }: Pick<StepContext<never>, "ledger">,
): Promise<void> {
  if (await releaseLease(ledger, taken)) return;
  throw new LedgerConflict(
    `another try has gone on with the lease on ${taken.fleet} since: this one decides nothing`,
  );
}

/**
 * Planning reads a lot: who stalled in it for longer than the lease lasts must not begin beside the next holder. Throws
 * LedgerConflict then, too: a way back from here would be that of whoever holds the fleet under the same name.
 */
export async function assertHeld(taken: TakenLease, { ledger, clock }: StepContext<never>): Promise<void> {
  try {
    await checkLease(ledger, { ...taken, now: clock.now() });
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
    throw new LedgerConflict(`${error.message}; nothing was begun, so it is decided anew`, error);
  }
}
