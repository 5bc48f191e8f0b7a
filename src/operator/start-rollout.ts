import { type ReplacementRequest, wordsOf } from "../domain/run/replacement-request.ts";
import { appendDecision } from "../ledger/entries.ts";
import type { StepContext } from "../step/step.ts";

/** Starts a rollout and returns its id at once; `settled` resolves when its engine has nothing left to do for it. */
export type StartEngine = (fleet: string, request: ReplacementRequest) => Promise<StartedRollout>;

export interface StartedRollout {
  readonly id: string;
  readonly settled: Promise<void>;
}

/** Asks for a rollout of the fleet. Whether it is admitted is the rollout's own decision. */
export async function startRollout(
  asked: { readonly fleet: string; readonly request: ReplacementRequest },
  { ledger, clock, start }: Pick<StepContext, "ledger" | "clock"> & { readonly start: StartEngine },
): Promise<StartedRollout> {
  const { fleet, request } = asked;
  const { by, image, force } = request;
  const decision = { at: clock.now(), fleet, action: "start", reason: wordsOf(request), actor: by };
  await appendDecision(ledger, { ...decision, evidence: { image, force } });
  return start(fleet, request);
}
