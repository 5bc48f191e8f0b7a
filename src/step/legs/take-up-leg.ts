import { deadlineAfterLoss, legFault } from "../../domain/run/leg.ts";
import type { Run } from "../../domain/run/run.ts";
import { appendEntry } from "../../ledger/entries.ts";
import { wait } from "../answers.ts";
import { READ_LAG_MS } from "../read-lag.ts";
import { takeOver } from "../recovery/recover.ts";
import type { RunKind } from "../run-kind.ts";
import type { AdmitAnswer, StepContext } from "../step.ts";

/** Who holds the fleet beside an open run finds that out within seconds, and gives it back. */
const HELD_POLL_SECONDS = 10;

/** An execution that is to carry a run on, as it says itself. */
interface TakingUp {
  readonly fleet: string;
  readonly run: string;
  readonly number: number;
  readonly execution: string;
}

/**
 * Takes a run up where it stands, as the execution that its record names for the next leg, under a new fence: nothing
 * that the execution before has left under way can act beside it. Anybody can start one by hand: an execution that the
 * record does not name is refused, and changes nothing.
 */
export async function takeUpLeg<R extends Run>(
  kind: RunKind<R>,
  taking: TakingUp,
  context: Pick<StepContext, "ledger" | "clock" | "carrier">,
): Promise<AdmitAnswer> {
  const { ledger, clock } = context;
  const { fleet, run: id, number, execution } = taking;
  const answer = { rollout: id, fence: 0 };
  const stored = await kind.runs.read(ledger, fleet, id);
  const fault = legFault(stored?.run, taking);
  if (fault !== null || stored === undefined)
    return { ...answer, verdict: "refused", waitSeconds: 0, reason: fault ?? "" };
  const { run, revision } = stored;
  const taken = await takeOver(kind, run, context);
  if (!taken.taken)
    return { ...answer, ...wait(HELD_POLL_SECONDS, `${taken.holder.owner ?? "nobody"} holds the fleet`) };
  const reason = `leg ${number} takes it up in ${run.phase}`;
  if (run.execution !== execution) {
    const about = { at: clock.now(), fleet, rollout: id, phase: run.phase, actor: execution };
    await appendEntry(ledger, { ...about, kind: "decision", action: "take-up", reason });
    const deadlineAt = deadlineAfterLoss(run, clock.now());
    await kind.runs.write(ledger, { ...run, execution, deadlineAt, leg: { number, polls: 0 } }, revision);
  }
  // What an execution sent that is gone arrives within seconds, and reads show it within ten more.
  const waitSeconds = run.leg.next?.afterLoss === true ? READ_LAG_MS / 1000 : 0;
  return { verdict: "take-up", waitSeconds, reason, rollout: id, fence: taken.lease.fence, phase: run.phase };
}
