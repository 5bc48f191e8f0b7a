import type { Clock } from "../domain/clock.ts";
import { againOnConflict } from "../ledger/conflict.ts";
import { appendEntry } from "../ledger/entries.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { openRollout, writeRollout } from "../ledger/rollouts.ts";

/**
 * Asks the rollout that holds the fleet to end; undefined when none does, and nothing is changed. It is carried out at
 * the rollout's next look.
 */
export async function abortRollout(
  asked: { readonly fleet: string; readonly who: string; readonly reason: string },
  { ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
): Promise<{ id: string } | undefined> {
  const { fleet, who, reason } = asked;
  return againOnConflict(async () => {
    const stored = await openRollout(ledger, fleet);
    if (stored === undefined) return undefined;
    const { rollout, revision } = stored;
    const entry = {
      at: clock.now(),
      fleet,
      rollout: rollout.id,
      phase: rollout.phase,
      kind: "decision" as const,
      actor: who,
    };
    await appendEntry(ledger, { ...entry, action: "abort", reason });
    const abort = { by: who, reason, at: clock.now(), supersededBy: null };
    await writeRollout(ledger, { ...rollout, abort }, revision);
    return { id: rollout.id };
  });
}
