import { withoutWait } from "../../domain/decide/attempts.ts";
import type { OutgoingEvent } from "../../domain/outbox/outbox.ts";
import { saidOf } from "../../domain/outbox/said-of.ts";
import { rolloutEvent } from "../../domain/outbox/rollout-event.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import type { RunOutcome } from "../../domain/run/run.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { endMeasurement, rolloutMeasurements } from "../../domain/telemetry/rollout-measurements.ts";
import { changeAttempts } from "../../ledger/attempts.ts";
import { freeSlot } from "../../ledger/brakes/slots.ts";
import { appendEntry } from "../../ledger/entries.ts";
import { releaseLease } from "../../ledger/leases.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";
import { fail, pass } from "../../step/answers.ts";
import { heldFence, messageOf } from "../../step/held-fence.ts";
import { type KeptFor, keepEvents, sendKept } from "../../step/outbox/publish.ts";
import { defineState } from "../../step/state.ts";
import type { StepContext, StepInput } from "../../step/step.ts";
import { endingTask } from "../../step/task-input.ts";
import { partingPause } from "../admission/start-rate.ts";
import { converge } from "../convergence/converge.ts";
import { recordFailure, recordNeverBegan } from "../convergence/record-failure.ts";
import { recordServed } from "../convergence/record-served.ts";
import { isReleased } from "../is-released.ts";
import { startRetirement } from "../retirement/start-retirement.ts";
import { rolloutStep } from "../rollout-step.ts";
import type { Work } from "../work.ts";

/** Ends a rollout: writes how it ended, gives the lease back, tells, and decides about the fleet once more. */
export async function closeRollout(input: StepInput, context: StepContext<never>): Promise<StepAnswer> {
  const { ledger } = context;
  const { fleet, run: rollout } = input;
  const fence = await heldFence(input, context);
  const stored = await rollouts.read(ledger, fleet, rollout);
  const { answer, kept } = await answerFor({ ...input, fence: fence ?? 0 }, stored?.run, context);
  if (fence !== undefined) await releaseLease(ledger, { fleet, owner: rollout, fence });
  const pause = partingPause(rollout, context.clock);
  if (stored !== undefined) await freeSlot(ledger, { fleet, run: rollout }, pause);
  if (stored !== undefined) await startRetirement(stored.run, context);
  // After the lease is free: who found the fleet taken until then has written what they want before.
  await converge(fleet, { actor: rollout }, context);
  // Last: a bus that is slow or away keeps nobody waiting for the fleet.
  await sendKept(kept, context);
  return answer;
}

interface Closed {
  readonly answer: StepAnswer;
  /** What is to be published of it. */
  readonly kept: readonly KeptFor[];
}

async function answerFor(
  input: StepInput,
  rollout: RolloutRecord | undefined,
  context: StepContext<never>,
): Promise<Closed> {
  if (rollout === undefined) return neverBegan(input, context);
  return rollout.endedAt === null ? close(input, context) : { answer: answerOf(rollout), kept: [] };
}

/** Admit failed before anything was written down: what stopped it is told here. */
async function neverBegan(
  { fleet, run: rollout, image, error }: StepInput,
  context: StepContext<never>,
): Promise<Closed> {
  const { ledger, clock } = context;
  const reason = messageOf(error);
  const missed = await recordNeverBegan({ fleet, run: rollout, image, reason }, context);
  const entry = { at: clock.now(), fleet, rollout, phase: "CloseRollout", actor: rollout };
  await appendEntry(ledger, { ...entry, kind: "decision", action: "not-admitted", reason });
  const refused = rolloutEvent("Rollout Refused", {
    fleet,
    rollout,
    reason: missed?.reason ?? "operator",
    imageFrom: null,
    imageTo: missed?.target.image ?? null,
    outcomeReason: reason,
  });
  context.measure?.([endMeasurement("failed", { fleet, id: rollout })]);
  // The fleet may not be declared, and the sweep sends what is kept for fleets that are.
  return { answer: fail(reason), kept: [await keepEvents(null, [refused], context)] };
}

async function close(input: StepInput, context: StepContext<never>): Promise<Closed> {
  const outgoing: KeptFor[] = [];
  const answer = await rolloutStep("CloseRollout", input, context, async (work) => {
    const { outcome, reason } = endingOf(work);
    await work.note("decision", reason, { action: outcome });
    // Before the record ends: who decides afterwards finds it there.
    await recordEnd(outcome, work.run(), context);
    const ended = { outcome, outcomeReason: reason, endedAt: work.now(), waiting: null };
    outgoing.push(
      await keepEvents(input.fleet, [endEvent({ ...work.run(), ...ended }, work.now())], context),
    );
    await work.update(ended);
    context.measure?.(rolloutMeasurements(work.run()));
    return answerOf(work.run());
  });
  return { answer, kept: outgoing };
}

/** What is kept of the end for the next decision. The target of a rollout that was settled was refused before. */
async function recordEnd(
  outcome: RunOutcome,
  run: RolloutRecord,
  context: StepContext<never>,
): Promise<void> {
  const isSettled = run.settlement !== null && outcome !== "needs-person";
  if (isSettled) await changeAttempts(context.ledger, run.fleet, withoutWait);
  if (outcome === "succeeded") await recordServed(run, context);
  else if (!isSettled) await recordFailure(run, context);
}

function endingOf(work: Work<never>): { readonly outcome: RunOutcome; readonly reason: string } {
  const { failure, milestones, needsPerson, imageTo, settlement } = work.run();
  if (needsPerson !== null) return { outcome: "needs-person", reason: needsPerson.reason };
  const settled = settlement === null ? "" : `; settled on ${settlement.keep} by ${settlement.by}`;
  if (failure !== null && !isReleased(work.run())) {
    const outcome = failure.error === "Superseded" ? "superseded" : "rolled-back";
    return { outcome, reason: `${failure.reason}${settled}` };
  }
  const kept = milestones["retained"] === undefined ? "" : `; generation ${work.blue?.number} is retained`;
  return { outcome: "succeeded", reason: `every server runs ${imageTo}${kept}${settled}` };
}

const answerOf = ({ outcome, outcomeReason }: RolloutRecord): StepAnswer =>
  outcome === "succeeded" ? pass(outcomeReason ?? "closed") : fail(outcomeReason ?? "rolled back");

const EVENTS = {
  succeeded: "Rollout Succeeded",
  "needs-person": "Rollout Needs Person",
  superseded: "Rollout Superseded",
} as const;

function endEvent(rollout: RolloutRecord, now: number): OutgoingEvent {
  const { fleet, id, outcome, outcomeReason, cause, imageFrom, imageTo, needsPerson, abort } = rollout;
  const isNamed = outcome === "succeeded" || outcome === "needs-person" || outcome === "superseded";
  const type = isNamed ? EVENTS[outcome] : "Rollout Rolled Back";
  const who = type === "Rollout Rolled Back" && { by: abort?.requestedBy ?? null };
  const about = { fleet, rollout: id, reason: cause.reason, imageFrom, imageTo, outcomeReason, ...who };
  const detail = { ...about, said: saidOf(rollout, now) };
  // One that was settled may need a person again.
  return rolloutEvent(type, detail, needsPerson?.at);
}

export const closeRolloutState = defineState({
  phase: "CloseRollout",
  input: endingTask,
  services: {},
  ports: ["starter", "publish"],
  step: closeRollout,
});
