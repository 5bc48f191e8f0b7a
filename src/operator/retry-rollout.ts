import type { Excepted } from "../domain/run/excepted.ts";
import { type ReplacementRequest, wordsOf } from "../domain/run/replacement-request.ts";
import { InvalidInput } from "../errors/errors.ts";
import { appendDecision } from "../ledger/entries.ts";
import { liftExcept, readExcept } from "../ledger/except.ts";
import type { StepContext } from "../step/step.ts";
import type { StartEngine, StartedRollout } from "./start-rollout.ts";

/**
 * Takes the request's image, which was refused, from the fleet's list and asks for a rollout to it. Throws InvalidInput for
 * no image, and for one that nobody refused; nothing is changed then.
 */
export async function retryRollout(
  asked: { readonly fleet: string; readonly request: ReplacementRequest },
  { ledger, clock, start }: Pick<StepContext, "ledger" | "clock"> & { readonly start: StartEngine },
): Promise<StartedRollout> {
  const { fleet, request } = asked;
  const { image } = request;
  if (image === null) throw new InvalidInput(`the declaration of ${fleet} names no image now: pass --image`);
  const except = await readExcept(ledger, fleet);
  const refused = except.filter((each) => each.image === image);
  if (refused.length === 0) throw new InvalidInput(notRefused(fleet, image, except));
  const reason = wordsOf(request);
  const decision = { at: clock.now(), fleet, action: "retry", subject: image, reason, actor: request.by };
  await appendDecision(ledger, { ...decision, evidence: { refused } });
  await liftExcept(ledger, fleet, image);
  return start(fleet, request);
}

function notRefused(fleet: string, image: string, except: readonly Excepted[]): string {
  const images = [...new Set(except.map((each) => each.image))];
  const list = images.length === 0 ? "nothing" : images.join(", ");
  return `nobody refused ${image} for ${fleet}; what was refused: ${list}. \`moult rollout start ${fleet} --image ${image}\` begins what was not`;
}
