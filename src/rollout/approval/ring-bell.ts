import { pauseNow } from "../../domain/steering/pause.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import { readApprovals } from "../../ledger/asked/approvals.ts";
import { isOnBell } from "../../domain/steering/on-bell.ts";
import { readBell, writeBell } from "../../ledger/asked/bell.ts";
import { activeFreeze } from "../../ledger/freezes.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";
import { isFrozenWait } from "../../step/answers.ts";
import type { StepContext } from "../../step/step.ts";
import { rolloutKind } from "../rollout-kind.ts";
import { shiftSubject } from "../../domain/approval/shift-subject.ts";
import { shiftWindow } from "./shift-window.ts";

type Context = Pick<StepContext, "ledger" | "clock" | "bells">;

/**
 * Wakes the fleet's rollout that waits before any traffic, when there is something to hear: an answer, the end of its time, a window that is
 * open, the end of a pause, an abort, another image. Whoever comes by does, and twice does no harm. `isForCheck`: who rings has seen
 * something that green is to be looked at for. Answers whether it was rung.
 */
export async function ringBell(fleet: string, context: Context, isForCheck = false): Promise<boolean> {
  const { ledger, bells } = context;
  const bell = bells && (await readBell(ledger, fleet));
  if (bells === undefined || bell === undefined) return false;
  const run = (await rollouts.open(ledger, fleet))?.run;
  if (run?.id !== bell.rollout || !(run.phase === "AwaitApproval" || isPausedOnBell(run))) return false;
  if (!(await isToHear(run, context)) && !isForCheck) return false;
  if (isForCheck) await writeBell(ledger, fleet, { ...bell, isForCheck });
  return (await bells.ring(bell.token)) === "rung";
}

/** Whether it may wait by a bell in a phase that a pause holds, or held until a moment ago. */
export const isPausedOnBell = ({ phase, waiting }: RolloutRecord): boolean =>
  waiting?.isDeclared === true && isOnBell(phase, Number.POSITIVE_INFINITY) && !isFrozenWait(waiting);

/** Whether green is to be looked at, as who rang has asked; takes that in. */
export async function takeCheck({ fleet, id }: RolloutRecord, { ledger }: Context): Promise<boolean> {
  const bell = await readBell(ledger, fleet);
  if (bell?.isForCheck !== true || bell.rollout !== id) return false;
  const { isForCheck: _seen, ...hung } = bell;
  await writeBell(ledger, fleet, hung);
  return true;
}

/** Whether a look would do something else than wait on. What a freeze holds anyway is not worth a look. */
export async function isToHear(run: RolloutRecord, context: Context): Promise<boolean> {
  const { ledger, clock } = context;
  const now = clock.now();
  if ((await activeFreeze(ledger, run.fleet, now)) !== undefined) return false;
  if (run.abort !== null || (await rolloutKind.stop(run, context)) !== null) return true;
  if (run.phase === "AwaitApproval") return isAnswered(run, context);
  return pauseNow(run, now) === null || (await readBell(ledger, run.fleet))?.isForCheck === true;
}

async function isAnswered(run: RolloutRecord, { ledger, clock }: Context): Promise<boolean> {
  const now = clock.now();
  const subject = shiftSubject(run);
  const asks = await readApprovals(ledger, run.fleet);
  const ask = asks.find(({ key }) => key === subject?.key);
  if (ask?.answer?.verdict === "rejected") return true;
  if (subject !== null && (ask === undefined || (ask.answer === null && now < ask.until))) return false;
  if (pauseNow(run, now) !== null) return false;
  // A window that is closed is waited for until it opens: who waits for something else by now has to hear of it.
  const hold = await shiftWindow(run, ledger, now);
  return hold === null || hold.reason !== run.waiting?.reason;
}
