import { unfreezeCommand } from "../../domain/outbox/proposed-commands.ts";
import { nothingUnsettled } from "../../domain/rollout-decisions/nothing-unsettled.ts";
import type { RolloutRecord, Side } from "../../domain/run/rollout.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { liftExcept } from "../../ledger/except.ts";
import { appendDecision } from "../../ledger/entries.ts";
import { activeFreeze } from "../../ledger/freezes.ts";
import { releaseLease } from "../../ledger/leases.ts";
import { rollouts, type StoredRollout } from "../../ledger/runs/rollouts.ts";
import { refused, wait } from "../../step/answers.ts";
import { lagSecondsLeft } from "../../step/read-lag.ts";
import { takeOver } from "../../step/recovery/recover.ts";
import type { StepContext } from "../../step/step.ts";
import { openRunWork } from "../../step/work.ts";
import { rolloutKind } from "../rollout-kind.ts";
import { openWork } from "../work.ts";
import { personsSide, servedSide } from "./kept-side.ts";
import { reopened } from "./reopened.ts";

const BUSY_POLL_SECONDS = 10;

interface Settling {
  readonly fleet: string;
  /** The execution that settles. */
  readonly execution: string;
  /** `as-served`: the side with the traffic, since another target is begun afterwards. */
  readonly keep: Side | "as-served";
  readonly by: string;
  readonly reason: string;
}

/** What came of it; the run is the one that is settled, null where none is. */
export interface Settled {
  readonly answer: StepAnswer;
  readonly fence: number;
  readonly run: string | null;
}

type Context = StepContext<"autoScaling" | "elbv2">;

/**
 * Settles the fleet's rollout that could go neither on nor back: under its lease the rollout goes on in this execution, to the
 * side that is kept. What cannot be kept is refused, and nothing is changed then.
 */
export async function settle(settling: Settling, context: Context): Promise<Settled> {
  const { fleet, execution } = settling;
  const { ledger, clock } = context;
  const past = await rollouts.list(ledger, fleet);
  const stored = past.find(({ run }) => run.outcome === "needs-person" || isSettledBy(execution, run));
  const none = (answer: StepAnswer): Settled => ({ answer, fence: 0, run: null });
  if (stored === undefined)
    return none(
      refused(
        nothingUnsettled(
          fleet,
          past.map(({ run }) => run),
        ),
      ),
    );
  const frozen = await activeFreeze(ledger, fleet, clock.now());
  if (frozen) return none(refused(`frozen: ${frozen.reason}; ${unfreezeCommand(fleet, frozen.scope)} first`));
  const lag = lagSecondsLeft(past, clock.now());
  if (lag > 0) return none(wait(lag, "the rollout ended a moment ago: AWS may still show what it held"));
  const taken = await takeOver(rolloutKind, stored.run, context);
  if (!taken.taken)
    return none(wait(BUSY_POLL_SECONDS, `${taken.holder.owner ?? "nobody"} holds the fleet for a moment`));
  const { fence } = taken.lease;
  const answer = await settleHeld(stored, settling, context);
  if (answer.verdict !== "refused") return { answer, fence, run: stored.run.id };
  await releaseLease(ledger, { fleet, owner: stored.run.id, fence });
  return none(answer);
}

/** Admit may be tried again by the execution that settles already. */
export const isSettledBy = (execution: string, run: RolloutRecord): boolean =>
  run.endedAt === null && run.settlement !== null && run.execution === execution;

/** Under the lease. Done twice by one execution it does nothing more. */
async function settleHeld(stored: StoredRollout, settling: Settling, context: Context): Promise<StepAnswer> {
  const { run, revision } = stored;
  const { execution, by } = settling;
  if (run.settlement !== null && isSettledBy(execution, run))
    return onward(run.settlement.keep, run.settlement.by);
  const work = await openWork(await openRunWork(rolloutKind, "Admit", stored, context));
  const { keep: asked } = settling;
  const kept = await (asked === "as-served" ? servedSide(work) : personsSide(asked, work));
  if ("fault" in kept) return refused(kept.fault);
  const { keep } = kept;
  const { ledger, clock } = context;
  const about = { at: clock.now(), fleet: run.fleet, rollout: run.id, phase: "Admit", action: "settle" };
  const reason = `kept on ${keep}${asked === "as-served" ? ", which has the traffic" : ""}: ${settling.reason}`;
  const evidence = { keep, execution, needsPerson: run.needsPerson };
  await appendDecision(ledger, { ...about, reason, actor: by, evidence });
  // What a person keeps is refused by nobody any more.
  if (asked === "green") await liftExcept(ledger, run.fleet, run.imageTo);
  await rollouts.write(ledger, reopened(work.run(), { keep, by, execution, now: clock.now() }), revision);
  return onward(keep, by);
}

/** To blue it goes the way back, as a run that is taken over; to green the way on. */
const onward = (keep: Side, by: string): StepAnswer => ({
  verdict: keep === "blue" ? "recover" : "pass",
  waitSeconds: 0,
  reason: `settled on ${keep} by ${by}`,
});
