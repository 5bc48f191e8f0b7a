import { appendDecision } from "../ledger/entries.ts";
import { rollouts } from "../ledger/runs/rollouts.ts";
import type { StepContext } from "../step/step.ts";
import type { StartedRollout } from "./start-rollout.ts";

/**
 * Takes up, in this process, the rollout of the fleet that has not ended; undefined when there is none. The process
 * that ran it must have ended.
 */
export async function takeUpRollout(
  asked: { readonly fleet: string; readonly by: string },
  {
    ledger,
    clock,
    takeUp,
  }: Pick<StepContext, "ledger" | "clock"> & {
    /** Starts an execution of the run's own name: Admit takes up a run that it knows. */
    readonly takeUp: (fleet: string, id: string) => Promise<StartedRollout>;
  },
): Promise<StartedRollout | undefined> {
  const { fleet, by } = asked;
  const unfinished = (await rollouts.open(ledger, fleet))?.run;
  if (unfinished === undefined) return undefined;
  const { id, phase } = unfinished;
  const reason = `${by} takes it up where it stands, in ${phase}`;
  const decision = { at: clock.now(), fleet, action: "take-up", subject: id, reason, actor: by };
  await appendDecision(ledger, decision);
  return takeUp(fleet, id);
}
