import { recycleRefused } from "../../domain/outbox/recycle-event.ts";
import type { Reason } from "../../domain/run/cause.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { recycleMeasurement } from "../../domain/telemetry/recycle-measurements.ts";
import { appendEntry } from "../../ledger/entries.ts";
import { type KeptFor, publishOnce, sendKept } from "../../step/outbox/publish.ts";
import type { StepContext } from "../../step/step.ts";

/** What AdmitRecycle comes to. */
export interface Admission {
  readonly answer: StepAnswer;
  /** Why servers were to be replaced, where that was decided; not there: nobody knows. */
  readonly reason?: Reason;
  /** What is to be published of its beginning. */
  readonly kept?: KeptFor;
  /** A refusal that is told: not one of a fleet that nobody declares, nor of a recycle that has ended. */
  readonly isPublished?: boolean;
}

type Context = Pick<StepContext, "ledger" | "clock" | "publish" | "measure">;

/** Writes down what an admission has come to, and publishes that a recycle begins or is refused. */
export async function recordAdmission(
  { answer: { verdict, reason: why }, reason = "operator", kept, isPublished = false }: Admission,
  { fleet, run }: { readonly fleet: string; readonly run: string },
  context: Context,
): Promise<void> {
  const { ledger, clock } = context;
  const action = verdict === "pass" ? "admit" : verdict;
  const about = { at: clock.now(), fleet, rollout: run, phase: "AdmitRecycle", actor: run };
  await appendEntry(ledger, { ...about, kind: "decision", action, reason: why });
  if (kept !== undefined) return sendKept([kept], context);
  if (verdict !== "refused" || !isPublished) return;
  context.measure?.([recycleMeasurement("refused", { fleet, id: run })]);
  // As CloseRecycle keeps it of what never began: an execution that is carried twice may end both ways, and is told of once.
  await publishOnce(null, [recycleRefused({ fleet, id: run, reason, outcomeReason: why })], context);
}
