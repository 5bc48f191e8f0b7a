import type { MoultEvent } from "../../domain/moult-event.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { appendEntry } from "../../ledger/entries.ts";
import { releaseLease } from "../../ledger/leases.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";
import { fail, pass } from "../../step/answers.ts";
import { heldFence, messageOf } from "../../step/held-fence.ts";
import { defineState } from "../../step/state.ts";
import type { StepContext, StepInput } from "../../step/step.ts";
import { endingTask } from "../../step/task-input.ts";
import { converge } from "../convergence/converge.ts";
import { recordFailure, recordNeverBegan } from "../convergence/record-failure.ts";
import { recordServed } from "../convergence/record-served.ts";
import { isReleased } from "../is-released.ts";
import { rolloutStep } from "../rollout-step.ts";
import type { Work } from "../work.ts";

/** Ends a rollout: writes how it ended, gives the lease back, tells, and decides about the fleet once more. */
export async function closeRollout(input: StepInput, context: StepContext<never>): Promise<StepAnswer> {
  const { ledger } = context;
  const { fleet, run: rollout } = input;
  const fence = await heldFence(input, ledger);
  const stored = await rollouts.read(ledger, fleet, rollout);
  const answer = await answerFor({ ...input, fence: fence ?? 0 }, stored?.run, context);
  if (fence !== undefined) await releaseLease(ledger, { fleet, owner: rollout, fence });
  // After the lease is free: who found the fleet taken until then has written what they want before.
  await converge(fleet, { actor: rollout }, context);
  return answer;
}

async function answerFor(
  input: StepInput,
  rollout: RolloutRecord | undefined,
  context: StepContext<never>,
): Promise<StepAnswer> {
  if (rollout === undefined) return neverBegan(input, context);
  return rollout.endedAt === null ? close(input, context) : answerOf(rollout);
}

/** Admit failed before anything was written down: what stopped it is told here. */
async function neverBegan(
  { fleet, run: rollout, image, error }: StepInput,
  context: StepContext<never>,
): Promise<StepAnswer> {
  const { ledger, clock, publish } = context;
  const reason = messageOf(error);
  const missed = await recordNeverBegan({ fleet, run: rollout, image, reason }, context);
  const entry = { at: clock.now(), fleet, rollout, phase: "CloseRollout", actor: rollout };
  await appendEntry(ledger, { ...entry, kind: "decision", action: "not-admitted", reason });
  await publish("Rollout Refused", {
    fleet,
    rollout,
    reason: missed?.reason ?? "operator",
    imageFrom: null,
    imageTo: missed?.target.image ?? null,
    outcomeReason: reason,
  });
  return fail(reason);
}

const close = (input: StepInput, context: StepContext<never>): Promise<StepAnswer> =>
  rolloutStep("CloseRollout", input, context, async (work) => {
    const { failure, milestones } = work.run();
    const rolledBack = failure !== null && !isReleased(work.run());
    const kept = milestones["retained"] === undefined ? "" : `; generation ${work.blue?.number} is retained`;
    const reason = rolledBack ? failure.reason : `every server runs ${work.run().imageTo}${kept}`;
    const outcome = rolledBack
      ? failure.error === "Superseded"
        ? "superseded"
        : "rolled-back"
      : "succeeded";
    await work.note("decision", reason, { action: outcome });
    // Before the record ends: who decides afterwards finds it there.
    await (rolledBack ? recordFailure : recordServed)(work.run(), context);
    await work.update({
      outcome,
      outcomeReason: reason,
      endedAt: work.now(),
      waiting: null,
    });
    await publishEnd(work);
    return answerOf(work.run());
  });

const answerOf = ({ outcome, outcomeReason }: RolloutRecord): StepAnswer =>
  outcome === "succeeded" ? pass(outcomeReason ?? "closed") : fail(outcomeReason ?? "rolled back");

async function publishEnd(work: Work<never>): Promise<void> {
  const { fleet, id, outcome, outcomeReason, cause, imageFrom, imageTo } = work.run();
  const type: MoultEvent["detail-type"] =
    outcome === "succeeded" ? "Rollout Succeeded" : "Rollout Rolled Back";
  await work.context.publish(type, {
    fleet,
    rollout: id,
    reason: cause.reason,
    imageFrom,
    imageTo,
    outcomeReason,
  });
}

export const closeRolloutState = defineState({
  phase: "CloseRollout",
  input: endingTask,
  services: {},
  ports: ["starter", "publish"],
  step: closeRollout,
});
