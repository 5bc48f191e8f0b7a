import { aftermathOf } from "../../domain/decide/aftermath.ts";
import { withNameUsed } from "../../domain/decide/attempts.ts";
import { recycleEnded, recycleRefused } from "../../domain/outbox/recycle-event.ts";
import { strandedWords } from "../../domain/recycle/stranded.ts";
import type { RecycleRecord } from "../../domain/run/recycle.ts";
import type { RunOutcome } from "../../domain/run/run.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { recycleMeasurement, recycleMeasurements } from "../../domain/telemetry/recycle-measurements.ts";
import { changeAttempts } from "../../ledger/attempts.ts";
import { freeSlot } from "../../ledger/brakes/slots.ts";
import { appendEntry } from "../../ledger/entries.ts";
import { releaseLease } from "../../ledger/leases.ts";
import { recycles } from "../../ledger/runs/recycles.ts";
import { partingPause } from "../../rollout/admission/start-rate.ts";
import { converge } from "../../rollout/convergence/converge.ts";
import { recordNeverBegan, recordUndone } from "../../rollout/convergence/record-failure.ts";
import { fail, pass } from "../../step/answers.ts";
import { heldFence, messageOf } from "../../step/held-fence.ts";
import { type KeptFor, keepEvents, sendKept } from "../../step/outbox/publish.ts";
import { defineState } from "../../step/state.ts";
import type { StepContext, StepInput } from "../../step/step.ts";
import { recycleEndingTask } from "../../step/task-input.ts";
import { recycleStep } from "../recycle-step.ts";

type Context = StepContext<never>;

/** Ends a recycle: writes how it ended, gives the lease back, decides about the fleet once more, and tells. */
export async function closeRecycle(input: StepInput, context: Context): Promise<StepAnswer> {
  const { ledger, clock } = context;
  const { fleet, run: id } = input;
  const fence = await heldFence(input, context);
  const stored = await recycles.read(ledger, fleet, id);
  const { answer, kept } = await answerFor({ ...input, fence: fence ?? 0 }, stored?.run, context);
  if (fence !== undefined) await releaseLease(ledger, { fleet, owner: id, fence });
  if (stored !== undefined) await freeSlot(ledger, { fleet, run: id }, partingPause(id, clock));
  await converge(fleet, { actor: id }, context);
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
  run: RecycleRecord | undefined,
  context: Context,
): Promise<Closed> {
  if (run === undefined) return neverBegan(input, context);
  return run.endedAt === null ? close(input, context) : { answer: answerOf(run), kept: [] };
}

/** The admission failed before anything was written down: what stopped it is told here. */
async function neverBegan({ fleet, run: rollout, error }: StepInput, context: Context): Promise<Closed> {
  const { ledger, clock } = context;
  const reason = messageOf(error);
  const missed = await recordNeverBegan({ fleet, run: rollout, image: undefined, reason }, context);
  const entry = { at: clock.now(), fleet, rollout, phase: "CloseRecycle", actor: rollout };
  await appendEntry(ledger, { ...entry, kind: "decision", action: "not-admitted", reason });
  const why = missed?.reason ?? "operator";
  const refused = recycleRefused({ fleet, id: rollout, reason: why, outcomeReason: reason });
  context.measure?.([recycleMeasurement("failed", { fleet, id: rollout })]);
  // The fleet may not be declared, and the sweep sends what is kept for fleets that are.
  return { answer: fail(reason), kept: [await keepEvents(null, [refused], context)] };
}

async function close(input: StepInput, context: Context): Promise<Closed> {
  const outgoing: KeptFor[] = [];
  const answer = await recycleStep("CloseRecycle", input, context, async (work) => {
    const { outcome, reason } = endingOf(work.run());
    await work.note("decision", reason, { action: outcome });
    // Before the record ends: who decides afterwards finds it there.
    await recordEnd(work.run(), reason, context);
    const ended = { outcome, outcomeReason: reason, endedAt: work.now(), waiting: null };
    const event = recycleEnded({ ...work.run(), ...ended }, work.now());
    outgoing.push(await keepEvents(input.fleet, [event], context));
    await work.update(ended);
    context.measure?.(recycleMeasurements(work.run()));
    return answerOf(work.run());
  });
  return { answer, kept: outgoing };
}

function endingOf({ failure, replaced, generation, stranded }: RecycleRecord): {
  readonly outcome: RunOutcome;
  readonly reason: string;
} {
  const servers = replaced.length === 1 ? "server" : "servers";
  const done = `${replaced.length} ${servers} of generation ${generation} replaced in place`;
  if (failure === null) return { outcome: "succeeded", reason: done };
  const why = replaced.length === 0 ? failure.reason : `${failure.reason}; ${done} before`;
  if (stranded !== null)
    return { outcome: "needs-person", reason: `${why}; ${strandedWords(stranded)}: ${stranded.reason}` };
  return { outcome: failure.error === "Superseded" ? "superseded" : "rolled-back", reason: why };
}

/** What the end means for the next decision: that the same is tried again after a while, or only when a person says so. */
async function recordEnd(run: RecycleRecord, reason: string, context: Context): Promise<void> {
  const { fleet, id, image, templateVersion, failure, abort, declaration } = run;
  // The next one for the same servers has another name.
  if (failure === null) return changeAttempts(context.ledger, fleet, withNameUsed);
  const target = { image, templateVersion, ...(declaration && { template: declaration.template }) };
  const undone = { fleet, run: `recycle ${id}`, id, target, reason, isAborted: abort !== null };
  const aftermath = aftermathOf({ error: failure.error, isQuarantined: false });
  await recordUndone({ ...undone, aftermath }, context);
}

const answerOf = ({ outcome, outcomeReason }: RecycleRecord): StepAnswer =>
  outcome === "succeeded" ? pass(outcomeReason ?? "closed") : fail(outcomeReason ?? "rolled back");

export const closeRecycleState = defineState({
  phase: "CloseRecycle",
  input: recycleEndingTask,
  services: {},
  ports: ["starter", "publish"],
  step: closeRecycle,
});
