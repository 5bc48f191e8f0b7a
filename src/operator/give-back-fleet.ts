import { appendDecision } from "../ledger/entries.ts";
import { readLease, releaseLease } from "../ledger/leases.ts";
import { rollouts } from "../ledger/runs/rollouts.ts";
import type { StepContext } from "../step/step.ts";

/**
 * Gives back the lease under which this process carries the open rollout, so that another one can take it up at once. From then
 * on each call of this process is refused. Answers the rollout; undefined where this process has none.
 */
export async function giveBackFleet(
  asked: { readonly fleet: string; readonly by: string; readonly host: string; readonly pid: number },
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<string | undefined> {
  const { fleet, by, host, pid } = asked;
  const open = (await rollouts.open(ledger, fleet))?.run;
  const lease = await readLease(ledger, fleet);
  const carrier = lease?.carrier;
  if (open === undefined || lease === undefined || lease.owner !== open.id) return undefined;
  if (carrier?.kind !== "process" || carrier.host !== host || carrier.pid !== pid) return undefined;
  const reason = `${by} left, and gives it back in ${open.phase}`;
  const decision = { at: clock.now(), fleet, action: "give-back", subject: open.id, reason, actor: by };
  await appendDecision(ledger, decision);
  const isGiven = await releaseLease(ledger, { fleet, owner: open.id, fence: lease.fence });
  return isGiven ? open.id : undefined;
}
