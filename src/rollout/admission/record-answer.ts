import { saidOf } from "../../domain/outbox/said-of.ts";
import { rolloutEvent } from "../../domain/outbox/rollout-event.ts";
import type { Reason } from "../../domain/run/cause.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { endMeasurement } from "../../domain/telemetry/rollout-measurements.ts";
import { appendEntry } from "../../ledger/entries.ts";
import { type KeptFor, keepEvents, publishOnce, sendKept } from "../../step/outbox/publish.ts";
import type { StepContext } from "../../step/step.ts";

/** What an execution is about, as far as it is known when it is answered. */
export interface Subject {
  readonly fleet: string;
  readonly rollout: string;
  readonly reason: Reason;
  readonly imageFrom: string | null;
  readonly imageTo: string | null;
  /** What the answer was given to. */
  readonly evidence: Readonly<Record<string, unknown>>;
  /** A person asked for it, and may wait for what comes of it. */
  readonly isAsked?: boolean;
  readonly by?: string | null;
}

type Context = Pick<StepContext, "ledger" | "clock" | "publish" | "measure">;

/** Keeps that a rollout begins, before its record is written: who dies in between has said it to the outbox. */
export const keepStarted = (run: RolloutRecord, reason: string, context: Context): Promise<KeptFor> => {
  const { fleet, id, cause, imageFrom, imageTo } = run;
  const about = { fleet, rollout: id, reason: cause.reason, imageFrom, imageTo, outcomeReason: reason };
  const started = rolloutEvent("Rollout Started", { ...about, said: saidOf(run, context.clock.now()) });
  return keepEvents(fleet, [started], context);
};

/** Writes down what Admit answers, and publishes that a rollout begins or is refused; `kept`: what was kept of that before. */
export async function recordAnswer(
  { verdict, reason }: StepAnswer,
  about: Subject,
  context: Context,
  kept?: KeptFor,
): Promise<void> {
  const { ledger, clock } = context;
  const { fleet, rollout, evidence, isAsked = false, by = null, ...same } = about;
  const entry = {
    at: clock.now(),
    fleet,
    rollout,
    phase: "Admit",
    kind: "decision" as const,
    actor: rollout,
  };
  await appendEntry(ledger, {
    ...entry,
    reason,
    action: verdict === "pass" ? "admit" : verdict,
    evidence,
  });
  const detail = {
    fleet,
    rollout,
    ...same,
    outcomeReason: reason,
  };
  // Who asked from outside hears that it is over: no other event comes of it.
  if (verdict === "nothing-to-do" && isAsked)
    return publishOnce(fleet, [rolloutEvent("Nothing To Do", { ...detail, by })], context);
  if (verdict !== "pass" && verdict !== "refused") return;
  if (kept !== undefined) return sendKept([kept], context);
  if (verdict === "pass") return publishOnce(fleet, [rolloutEvent("Rollout Started", detail)], context);
  context.measure?.([endMeasurement("refused", { fleet, id: rollout })]);
  // As CloseRollout keeps it of what never began: an execution that is carried twice may end both ways, and is told of once.
  await publishOnce(null, [rolloutEvent("Rollout Refused", detail)], context);
}
