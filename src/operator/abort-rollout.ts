import type { RolloutRecord } from "../domain/run/rollout.ts";
import { againOnConflict } from "../ledger/conflict.ts";
import { appendDecision } from "../ledger/entries.ts";
import { putExcept } from "../ledger/except.ts";
import { rollouts } from "../ledger/runs/rollouts.ts";
import { isReleased } from "../rollout/is-released.ts";
import type { StepContext } from "../step/step.ts";

/**
 * Asks the rollout that holds the fleet to end; undefined when none does, and nothing is changed. It is carried out at
 * the rollout's next poll. What the rollout was to make is refused by whoever asks: nothing begins it again until a person does.
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
    await except(rollout, asked, { ledger, clock });
    const abort = { requestedBy: who, reason, requestedAt: clock.now() };
    await rollouts.write(ledger, { ...rollout, abort }, revision);
    return { id: rollout.id };
  });
}

/** Before the record is: a rollout that has ended must find it there. What is past the point of no return will run. */
async function except(
  rollout: RolloutRecord,
  { who, reason }: { readonly who: string; readonly reason: string },
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<void> {
  const { fleet, imageTo: image, templateVersion } = rollout;
  if (isReleased(rollout)) return;
  const of = rollout.declaration && { template: rollout.declaration.template };
  await putExcept(ledger, fleet, { image, templateVersion, ...of, since: clock.now(), by: who, reason });
}
