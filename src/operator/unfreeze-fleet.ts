import { appendDecision } from "../ledger/entries.ts";
import { type Freeze, lift } from "../ledger/freezes.ts";
import type { StepContext } from "../step/step.ts";

/**
 * Lifts the freeze of a fleet, or with null the one of every fleet, and returns it; undefined when there was none.
 * Throws LedgerConflict when somebody freezes at the same moment.
 */
export async function unfreezeFleet(
  asked: { readonly fleet: string | null; readonly by: string },
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<Freeze | undefined> {
  const { fleet, by } = asked;
  const decision = { at: clock.now(), fleet, action: "unfreeze", reason: `lifted by ${by}`, actor: by };
  await appendDecision(ledger, decision);
  return lift(ledger, fleet);
}
