import type { Excepted } from "../domain/run/excepted.ts";
import type { ReplacementRequest } from "../domain/run/replacement-request.ts";
import { InvalidInput } from "../errors/errors.ts";
import { appendDecision } from "../ledger/entries.ts";
import { liftExcept, readExcept } from "../ledger/except.ts";
import type { StepContext } from "../step/step.ts";
import type { StartEngine, StartedRollout } from "./start-rollout.ts";

type Desk = Pick<StepContext, "ledger" | "clock"> & {
  readonly start: StartEngine;
  /** The image that the fleet's declaration names now; null when it names none. */
  readonly declaredImage: (fleet: string) => Promise<string | null>;
};

/**
 * Takes an image that was refused from the fleet's list and asks for a rollout to it: the one of the request, else the one
 * that the declaration names now. Throws InvalidInput for an image that nobody refused; nothing is changed then.
 */
export async function retryRollout(
  asked: { readonly fleet: string; readonly request: ReplacementRequest },
  { ledger, clock, start, declaredImage }: Desk,
): Promise<StartedRollout> {
  const { fleet, request } = asked;
  const except = await readExcept(ledger, fleet);
  const image = request.image ?? (await declaredImage(fleet));
  if (image === null) throw new InvalidInput(`the declaration of ${fleet} names no image now: pass --image`);
  const refused = except.filter((each) => each.image === image);
  if (refused.length === 0) throw new InvalidInput(notRefused(fleet, image, except));
  const given = request.evidence["reason"];
  const reason = typeof given === "string" && given !== "" ? given : `asked for by ${request.by}`;
  const decision = { at: clock.now(), fleet, action: "retry", subject: image, reason, actor: request.by };
  await appendDecision(ledger, { ...decision, evidence: { refused } });
  await liftExcept(ledger, fleet, image);
  return start(fleet, { ...request, image });
}

function notRefused(fleet: string, image: string, except: readonly Excepted[]): string {
  const images = [...new Set(except.map((each) => each.image))];
  const list = images.length === 0 ? "nothing" : images.join(", ");
  return `nobody refused ${image} for ${fleet}; what was refused: ${list}. \`moult rollout start ${fleet} --image ${image}\` begins what was not`;
}
