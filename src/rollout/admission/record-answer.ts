import type { ReplacementRequest } from "../../domain/run/replacement-request.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { appendEntry } from "../../ledger/entries.ts";
import type { StepContext } from "../../step/step.ts";

/** Writes down what Admit answers to a request, and publishes that a rollout begins or is refused. */
export async function recordAnswer(
  { verdict, reason }: StepAnswer,
  about: { readonly fleet: string; readonly rollout: string; readonly request: ReplacementRequest },
  { ledger, clock, publish }: Pick<StepContext, "ledger" | "clock" | "publish">,
): Promise<void> {
  const { fleet, rollout, request } = about;
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
    evidence: { request },
  });
  const detail = {
    fleet,
    rollout,
    reason: request.reason,
    imageFrom: null,
    imageTo: request.image,
    outcomeReason: reason,
  };
  if (verdict === "pass") await publish("Rollout Started", detail);
  if (verdict === "refused") await publish("Rollout Refused", detail);
}
