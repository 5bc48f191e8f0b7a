import { inTheWay } from "../../domain/decide/decide.ts";
import { formatInstant } from "../../domain/format-instant.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { takeLease } from "../../ledger/leases.ts";
import { openFleetRun } from "../../ledger/runs/open-run.ts";
import { recycles } from "../../ledger/runs/recycles.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";
import { nothingToDo, wait } from "../../step/answers.ts";
import { lagSecondsLeft } from "../../step/read-lag.ts";
import { LEASE_SECONDS } from "../../step/run-step.ts";
import type { StepContext } from "../../step/step.ts";
import { openRunOf } from "../convergence/read-state.ts";
import { giveBack, type TakenLease } from "./taken-lease.ts";

/** Who holds the fleet without a run is being admitted, or has just ended: that takes seconds. */
const BUSY_POLL_SECONDS = 10;

/**
 * Takes the fleet's lease; or answers what is in the way. While a run is open there is nothing to do here: it is decided about
 * again at its end. A lease without one is waited for, since its holder may give it back without having begun anything.
 */
export async function takeFleet(
  { fleet, owner }: Pick<TakenLease, "fleet" | "owner">,
  { ledger, clock, carrier }: Pick<StepContext, "ledger" | "clock" | "carrier">,
): Promise<TakenLease | StepAnswer> {
  const open = (await openFleetRun(ledger, fleet))?.run;
  if (open !== undefined) return nothingToDo(inTheWay(openRunOf(open)));
  const claim = { fleet, owner, carrier, ttlSeconds: LEASE_SECONDS };
  const lease = await takeLease(ledger, { ...claim, now: clock.now() });
  if (!lease.taken) {
    const { owner: holder, expiresAt } = lease.holder;
    const until = formatInstant(expiresAt);
    return wait(BUSY_POLL_SECONDS, `${holder ?? "nobody"} holds the fleet until ${until} at the longest`);
  }
  const { fence, expiresAt } = lease.lease;
  const taken = { fleet, owner, fence, expiresAt };
  const blocker = await lastRolloutBlocker(taken, { ledger, clock });
  return blocker ?? taken;
}

/** What the fleet's last rollout leaves to be waited for, with the lease given back; null: nothing. */
async function lastRolloutBlocker(
  taken: TakenLease,
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<StepAnswer | null> {
  const past = [...(await rollouts.list(ledger, taken.fleet)), ...(await recycles.list(ledger, taken.fleet))];
  const open = past.find(({ run }) => run.endedAt === null)?.run;
  const lag = lagSecondsLeft(past, clock.now());
  if (open === undefined && lag === 0) return null;
  await giveBack(taken, { ledger });
  // Its execution died and its lease ran out; the sweep rolls it back first.
  if (open !== undefined) return nothingToDo(inTheWay(openRunOf(open)));
  return wait(lag, "the last run ended a moment ago: AWS may still show what it held");
}
