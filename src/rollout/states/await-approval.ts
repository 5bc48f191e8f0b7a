import { autoScalingClient } from "../../aws/auto-scaling/auto-scaling.ts";
import { approvalStanding } from "../../domain/approval/approval-ask.ts";
import { approvalReason, newAsk } from "../../domain/decide/approval/approval-hold.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { nextDueAt } from "../../domain/schedule/due-actions.ts";
import { readApprovals } from "../../ledger/asked/approvals.ts";
import { writeBell } from "../../ledger/asked/bell.ts";
import { renewLease } from "../../ledger/leases.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";
import { fail, pass, pause, wait } from "../../step/answers.ts";
import { LEASE_SECONDS } from "../../step/run-step.ts";
import { defineState } from "../../step/state.ts";
import type { StepContext, StepInput } from "../../step/step.ts";
import { bellTask } from "../../step/task-input.ts";
import { askApproval } from "../approval/ask-approval.ts";
import { settleAsk } from "../approval/keep-approvals.ts";
import { isPausedOnBell, isToHear, ringBell, takeCheck } from "../approval/ring-bell.ts";
import { shiftSubject } from "../../domain/approval/shift-subject.ts";
import { isWindowed, shiftWindow } from "../approval/shift-window.ts";
import { publishWaiting } from "../approval/publish-waiting.ts";
import { followingStep } from "../following-step.ts";
import { pauseBlocker } from "../steering/pause-blocker.ts";
import { noteSkipped } from "../steering/skipped.ts";
import type { Work } from "../work.ts";

/** In a process of a person's nobody else can ring: it looks so often. */
const PROCESS_POLL_SECONDS = 60;
/** Proofs of the gates that are older than that are taken anew before traffic moves. */
const PROOF_SECONDS = 600;
/** A calendar that cannot be read names no time: whoever reads it again rings, and so often it is looked at anyway. */
const UNKNOWN_SECONDS = 86_400;

/**
 * Waits for what green's first traffic needs: a person's yes, and an open window where windows hold that, too. Both are read from the
 * ledger at each look; between two looks the machine waits for a bell, which says nothing by itself. With a token this hangs the bell up.
 */
export async function awaitApproval(
  input: StepInput,
  context: StepContext<"autoScaling">,
): Promise<StepAnswer> {
  if (input.token !== undefined) return hangUp(input.token, input, context);
  return (await pausedElsewhere(input, context)) ?? readAnswer(input, context);
}

/** A rollout that is paused before this phase waits here as well, and goes on where it stands: nothing of it is changed. Null: it is none. */
async function pausedElsewhere(
  { fleet, run: id }: StepInput,
  context: StepContext<"autoScaling">,
): Promise<StepAnswer | null> {
  const { ledger, clock } = context;
  const run = (await rollouts.read(ledger, fleet, id))?.run;
  if (run === undefined || run.phase === "AwaitApproval" || !isPausedOnBell(run)) return null;
  const seconds = Math.ceil(((run.waiting?.until ?? 0) - clock.now()) / 1000);
  const { phase, waiting } = run;
  if (seconds > 0 && !(await isToHear(run, context))) return pause(seconds, waiting?.reason ?? "paused");
  return { ...pass("it goes on where it stands"), verdict: "resume", phase };
}

const readAnswer = (input: StepInput, context: StepContext<"autoScaling">): Promise<StepAnswer> =>
  followingStep("AwaitApproval", input, context, async (work) => {
    const run = work.run();
    if (run.traffic.setAt !== null) return pass("traffic has moved already");
    if (await takeCheck(run, work.context))
      return validateAgain("somebody gave green traffic, and no server answers there: it is looked at");
    const reason = await answeredOr(work);
    if (typeof reason !== "string") return reason;
    const held = pauseBlocker(reason, work);
    if (held !== null) return held;
    if (shiftSubject(run) !== null) await work.reach("approved");
    const closed = await windowOr(work);
    if (closed !== null) return closed;
    await work.update({ heldMs: (run.heldMs ?? 0) + Math.round(work.inPhase() * 1000) });
    if (work.inPhase() <= PROOF_SECONDS) return pass(reason);
    // Commands that were answered before the wait prove nothing of the servers of now.
    await work.update({ commands: {} });
    return validateAgain(`${reason}; green is proved good once more`);
  });

const validateAgain = (reason: string): StepAnswer => ({ ...wait(1, reason), verdict: "validate-again" });

/** Why traffic may move; or the wait for an answer, or the end that a no is. */
async function answeredOr(work: Work<"autoScaling">): Promise<string | StepAnswer> {
  const subject = shiftSubject(work.run());
  if (subject === null) return "nobody is asked";
  const { context, fleet } = work;
  const name = fleet.fleet;
  const find = async () => (await readApprovals(context.ledger, name)).find(({ key }) => key === subject.key);
  if ((await find()) === undefined)
    await askApproval(name, newAsk(subject, fleet.approval ?? null, work.now()), context);
  const asked = await find();
  if (asked !== undefined) await settleAsk(name, asked, true, context);
  const ask = await find();
  const standing = approvalStanding(ask, work.now());
  const words = approvalReason(name, subject, ask, work.now());
  if (standing === "rejected") return fail(words, "ApprovalRejected");
  if (standing === "approved" && ask !== undefined) return `${subject.what} is approved`;
  return pause(secondsTo(ask?.until ?? work.now(), work), words);
}

/** The wait for an open window; null: one is, or none has to be. */
async function windowOr(work: Work<"autoScaling">): Promise<StepAnswer | null> {
  await noteSkipped(
    ({ windows }) => (windows?.gates === "shift" ? "the window for green's first traffic" : null),
    work,
  );
  const { ledger } = work.context;
  const hold = isWindowed(work.run()) ? await shiftWindow(work.run(), ledger, work.now()) : null;
  if (hold === null) return null;
  await publishWaiting(hold, work);
  return pause(secondsTo(hold.nextAt ?? work.now() + UNKNOWN_SECONDS * 1000, work), hold.reason);
}

/** Until the answer's time is over, or something of blue's schedule falls due that nobody else carries out. */
function secondsTo(until: number, work: Work<"autoScaling">): number {
  const { schedule } = work.run();
  const due = schedule === null ? null : nextDueAt(schedule.actions, work.now());
  const seconds = Math.ceil((Math.min(until, due ?? until) - work.now()) / 1000);
  const isProcess = work.context.carrier?.kind === "process";
  return Math.max(1, isProcess ? Math.min(seconds, PROCESS_POLL_SECONDS) : seconds);
}

/**
 * Written down before there is anything to hear, and rung at once when there is: an answer in between is not lost. An execution that is
 * redriven begins here, with a new token; where another one carries the rollout by then, that one's bell stays.
 */
async function hangUp(
  token: string,
  { fleet, run: rollout, fence }: StepInput,
  context: StepContext<"autoScaling">,
): Promise<StepAnswer> {
  const { ledger, clock } = context;
  await renewLease(ledger, { fleet, owner: rollout, fence, now: clock.now(), ttlSeconds: LEASE_SECONDS });
  await writeBell(ledger, fleet, { rollout, token, at: clock.now() });
  await ringBell(fleet, context);
  return pass("the bell hangs");
}

export const awaitApprovalState = defineState({
  phase: "AwaitApproval",
  input: bellTask,
  services: { autoScaling: autoScalingClient },
  ports: ["publish", "bells"],
  step: awaitApproval,
});
