import type { ServiceName } from "../aws/clients.ts";
import { formatDuration } from "../domain/duration.ts";
import { type Phase, phases, type StepAnswer } from "../domain/run/rollout.ts";
import { AccessDenied, Frozen, InvalidInput, NotFound, Rejected, Throttled } from "../errors/errors.ts";
import { activeFreeze } from "../ledger/freezes.ts";
import { isQuarantined } from "../ledger/image-verdicts.ts";
import { renewLease } from "../ledger/leases.ts";
import { readRollout } from "../ledger/rollouts.ts";
import { fail, pass, wait } from "./answers.ts";
import type { StepContext, StepInput } from "./step.ts";
import { openWork, type Work } from "./work.ts";

/** A lease outlives the longest step (120 s) and its retries, so that a slow step is not taken for a dead one. */
export const LEASE_SECONDS = 600;
const FROZEN_POLL_SECONDS = 60;
const STANDING_POLL_SECONDS = 60;
/** What does not go away by itself: somebody deleted what is needed, or took a permission. */
const STANDS = [NotFound, Rejected, AccessDenied];
/** The clients have tried for half a minute by then; what is throttled for longer waits in the machine, not in a Lambda. */
export const THROTTLED_POLL_SECONDS = 30;

/**
 * What every step has in common: the lease is renewed, a freeze holds everything where it is, an abort or a deadline
 * ends the rollout, and what the step answers is written down before it is answered.
 */
export async function runStep<S extends ServiceName>(
  phase: Phase,
  input: StepInput,
  context: StepContext<S>,
  body: (work: Work<S>) => Promise<StepAnswer>,
): Promise<StepAnswer> {
  const { ledger, clock } = context;
  const { fleet, rollout: id, fence } = input;
  const claim = { fleet, owner: id, fence };
  await renewLease(ledger, { ...claim, now: clock.now(), ttlSeconds: LEASE_SECONDS });
  const stored = await readRollout(ledger, fleet, id);
  if (stored === undefined)
    throw new InvalidInput(`the ledger has no rollout ${id} of fleet ${fleet}: nothing was admitted`);
  const work = await openWork(phase, stored, context);
  const answer = await answerOf(phase, work, body);
  await writeAnswer(phase, work, answer);
  if (answer.verdict === "wait" && answer.waitSeconds > LEASE_SECONDS / 2) {
    await renewLease(ledger, { ...claim, now: clock.now(), ttlSeconds: answer.waitSeconds + LEASE_SECONDS });
  }
  return answer;
}

async function answerOf<S extends ServiceName>(
  phase: Phase,
  work: Work<S>,
  body: (work: Work<S>) => Promise<StepAnswer>,
): Promise<StepAnswer> {
  const { ledger } = work.context;
  const rollout = work.rollout();
  const ending = phase === "RollBack" || phase === "CloseRollout";
  // 1. Blue has begun to go: there is no way back, every earlier phase is behind us (a redrive comes through here).
  if (isReleased(work) && phases.indexOf(phase) < phases.indexOf("RetireBlue"))
    return pass("blue is being retired already");
  // 2. It failed before and is taken up again from an earlier state: the way is back.
  if (rollout.failure !== null && !ending) return fail(rollout.failure.reason);
  // Closing only writes down what has been done already: a freeze has nothing to hold there.
  const frozen = phase === "CloseRollout" ? undefined : await activeFreeze(ledger, rollout.fleet, work.now());
  if (frozen) return wait(FROZEN_POLL_SECONDS, `frozen: ${frozen.reason}`);
  // 3. Somebody asked for the end or took the image away, or time is up. After blue has begun to go none of it counts.
  if (!ending && !isReleased(work)) {
    if (rollout.abort) return fail(`aborted by ${rollout.abort.by}: ${rollout.abort.reason}`);
    if (await isQuarantined(ledger, rollout.imageTo))
      return fail(`${rollout.imageTo} was put in quarantine since the rollout was admitted`);
    if (work.now() > rollout.deadlineAt && phase !== "RetireBlue") {
      return fail(`the rollout's deadline of ${formatDuration(work.fleet.deadlines.rollout)} has passed`);
    }
  }
  if (rollout.phase !== phase) await work.update({ phase, phaseStartedAt: work.now() });
  try {
    return await body(work);
  } catch (error) {
    if (error instanceof Frozen) return wait(FROZEN_POLL_SECONDS, error.message);
    // A throttled call was not carried out: a step that is tried again later loses nothing, one that fails rolls back.
    if (error instanceof Throttled) return wait(THROTTLED_POLL_SECONDS, error.message);
    // Nothing comes after the way back: what stands in it is told, and looked at again until somebody has taken it away.
    if (phase === "RollBack" && STANDS.some((kind) => error instanceof kind))
      return wait(STANDING_POLL_SECONDS, error instanceof Error ? error.message : String(error));
    throw error;
  }
}

async function writeAnswer<S extends ServiceName>(
  phase: Phase,
  work: Work<S>,
  answer: StepAnswer,
): Promise<void> {
  const { verdict, reason, waitSeconds } = answer;
  if (verdict === "fail" && work.rollout().failure === null && phase !== "CloseRollout") {
    await work.note("decision", reason, { action: "roll-back" });
    await work.update({ waiting: null, failure: { phase, error: "Failed", reason, blamesImage: false } });
    return;
  }
  const waiting = verdict === "wait" ? { reason, until: work.now() + waitSeconds * 1000 } : null;
  if (verdict === "pass") await work.note("decision", reason, { action: `${phase} passed` });
  if (waiting !== null || work.rollout().waiting !== null) await work.update({ waiting });
}

/** Whether blue has begun to shrink: from then on the only way is forward. */
export const isReleased = (work: Pick<Work<never>, "rollout">): boolean =>
  work.rollout().marks["blue-released"] !== undefined;
