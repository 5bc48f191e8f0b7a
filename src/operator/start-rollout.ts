import { type Ask, askReason } from "../domain/run/start-input.ts";
import { appendDecision } from "../ledger/entries.ts";
import type { StepContext } from "../step/step.ts";

/** What a person asks for from here: they are known by name. */
export type PersonsAsk = Ask & { readonly by: string };

/** Brings an ask to the fleet; returns the id of its execution at once. */
export type StartEngine = (fleet: string, ask: PersonsAsk) => Promise<StartedRollout>;

export interface StartedRollout {
  readonly id: string;
  /** Resolves when the engine has nothing left to do for it, nor for what its end has begun. */
  readonly settled: Promise<void>;
}

/** Asks for a rollout of the fleet. Whether it is admitted is the rollout's own decision. */
export async function startRollout(
  asked: { readonly fleet: string; readonly ask: PersonsAsk },
  { ledger, clock, start }: Pick<StepContext, "ledger" | "clock"> & { readonly start: StartEngine },
): Promise<StartedRollout> {
  const { fleet, ask } = asked;
  const { by, image, until, launchedBefore } = ask;
  const decision = { at: clock.now(), fleet, action: "start", reason: askReason(ask, by), actor: by };
  await appendDecision(ledger, { ...decision, evidence: { image, until, launchedBefore } });
  return start(fleet, ask);
}
