import type { RolloutRecord } from "../domain/run/rollout.ts";
import { InvalidInput } from "../errors/errors.ts";
import { appendEntry } from "../ledger/entries.ts";
import { type LeaseAnswer, readLease, seizeLease } from "../ledger/leases.ts";
import { readRollout, writeRollout } from "../ledger/rollouts.ts";
import { mayStillRun } from "./may-still-run.ts";
import { LEASE_SECONDS } from "./run-step.ts";
import type { AdmitAnswer, StepContext } from "./step.ts";

type Context = Pick<StepContext, "ledger" | "clock" | "executions">;

/**
 * Takes over a rollout whose execution died before it did, under a new fence, so that it is rolled back (or, once blue
 * is released, finished). Whatever the dead execution left running is fenced out from here on. Anybody can start a
 * recovery by hand: one of a rollout whose execution may still run is refused, and changes nothing.
 */
export async function recover(
  fleet: string,
  taking: { readonly rollout: string; readonly execution: string },
  context: Context,
): Promise<AdmitAnswer> {
  const { ledger, clock } = context;
  const refused = (reason: string): AdmitAnswer => ({
    verdict: "refused",
    waitSeconds: 0,
    reason,
    rollout: taking.rollout,
    fence: 0,
  });
  const stored = await readRollout(ledger, fleet, taking.rollout);
  if (stored === undefined)
    throw new InvalidInput(`the ledger has no rollout ${taking.rollout} of fleet ${fleet}`);
  const { rollout, revision } = stored;
  if (rollout.endedAt !== null)
    return refused(`rollout ${rollout.id} has ended already (${rollout.outcome})`);
  // This execution itself carries it when Admit is tried again.
  const carried =
    rollout.execution !== taking.execution &&
    (await mayStillRun(rollout, await readLease(ledger, fleet), context));
  if (carried)
    return refused(
      `execution ${rollout.execution} may still carry rollout ${rollout.id}: abort the rollout with moult rollout abort ${fleet}; the sweep takes it over once that execution has ended`,
    );
  const lease = await takeOver(rollout, context);
  if (!lease.taken)
    return refused(`${lease.holder.owner ?? "nobody"} holds the fleet: it is looked at again later`);
  const reason = `its execution ${rollout.execution} ended in ${rollout.phase}, before the rollout did`;
  const failure = rollout.failure ?? { phase: rollout.phase, error: "Abandoned", reason, blamesImage: false };
  await appendEntry(ledger, {
    at: clock.now(),
    fleet,
    rollout: rollout.id,
    phase: rollout.phase,
    kind: "decision",
    action: "recover",
    reason,
    actor: taking.execution,
  });
  await writeRollout(ledger, { ...rollout, execution: taking.execution, failure }, revision);
  return { verdict: "recover", waitSeconds: 0, reason, rollout: rollout.id, fence: lease.lease.fence };
}

/** The rollout's lease under a fence that nobody else acts under. */
export const takeOver = (
  { fleet, id }: RolloutRecord,
  { ledger, clock }: Pick<Context, "ledger" | "clock">,
): Promise<LeaseAnswer> =>
  seizeLease(ledger, { fleet, owner: id, now: clock.now(), ttlSeconds: LEASE_SECONDS });
