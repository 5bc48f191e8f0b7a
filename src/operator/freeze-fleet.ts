import { appendDecision } from "../ledger/entries.ts";
import { type Freeze, freeze } from "../ledger/freezes.ts";
import type { StepContext } from "../step/step.ts";

/**
 * Forbids every change to a fleet, or with null to all fleets. A freeze that is in force and lasts at least as long
 * stays as it is. Returns the freeze in force.
 */
export async function freezeFleet(
  asked: {
    readonly fleet: string | null;
    readonly by: string;
    readonly reason: string;
    /** How long; null: until it is lifted. */
    readonly seconds: number | null;
  },
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<Freeze> {
  const { fleet, by, reason, seconds } = asked;
  const now = clock.now();
  const until = seconds === null ? null : now + seconds * 1000;
  await appendDecision(ledger, { at: now, fleet, action: "freeze", reason, evidence: { until }, actor: by });
  return freeze(ledger, { fleet, reason, by, since: now, until });
}
