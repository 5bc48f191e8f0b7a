import { againOnConflict } from "../ledger/conflict.ts";
import { appendDecision } from "../ledger/entries.ts";
import { rollouts } from "../ledger/runs/rollouts.ts";
import type { StepContext } from "../step/step.ts";

/**
 * Asks the rollout that holds the fleet to end; undefined when none does, and nothing is changed. It is carried out at
 * the rollout's next poll.
 */
export async function abortRollout(
  asked: { readonly fleet: string; readonly who: string; readonly reason: string },
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<{ id: string } | undefined> {
  const { fleet, who, reason } = asked;
  return againOnConflict(async () => {
    const stored = await rollouts.open(ledger, fleet);
    if (stored === undefined) return undefined;
    const { run: rollout, revision } = stored;
    const decision = { at: clock.now(), fleet, rollout: rollout.id, phase: rollout.phase, action: "abort" };
    await appendDecision(ledger, { ...decision, reason, actor: who });
    const abort = { requestedBy: who, reason, requestedAt: clock.now(), supersededBy: null };
    await rollouts.write(ledger, { ...rollout, abort }, revision);
    return { id: rollout.id };
  });
}
