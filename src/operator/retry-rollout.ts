import { askReason } from "../domain/run/start-input.ts";
import { InvalidInput } from "../errors/errors.ts";
import { takeBackRefusal } from "../rollout/steering/take-back-refusal.ts";
import type { StepContext } from "../step/step.ts";
import { type PersonsAsk, type StartEngine, type StartedRollout } from "./start-rollout.ts";

/**
 * Takes an image that was refused from the fleet's list, or ends the wait after a failure, and asks for what is wanted.
 * Throws InvalidInput for no image, and for one that nothing holds; nothing is changed then.
 */
export async function retryRollout(
  asked: { readonly fleet: string; readonly image: string | null; readonly ask: PersonsAsk },
  { start, ...context }: Pick<StepContext, "ledger" | "clock"> & { readonly start: StartEngine },
): Promise<StartedRollout> {
  const { fleet, image, ask } = asked;
  if (image === null) throw new InvalidInput(`the declaration of ${fleet} names no image now: pass --image`);
  const refusal = { fleet, image, by: ask.by, reason: askReason(ask, ask.by) };
  const nothing = await takeBackRefusal(refusal, context);
  if (nothing !== null) throw new InvalidInput(nothing);
  return start(fleet, ask);
}
