import { backOff, withoutWait } from "../domain/decide/attempts.ts";
import type { Excepted } from "../domain/run/excepted.ts";
import { askReason } from "../domain/run/start-input.ts";
import { InvalidInput } from "../errors/errors.ts";
import { changeAttempts, readAttempts } from "../ledger/attempts.ts";
import { appendDecision } from "../ledger/entries.ts";
import { liftExcept, readExcept } from "../ledger/except.ts";
import type { StepContext } from "../step/step.ts";
import { type PersonsAsk, type StartEngine, type StartedRollout } from "./start-rollout.ts";

/**
 * Takes an image that was refused from the fleet's list, or ends the wait after a failure, and asks for what is wanted.
 * Throws InvalidInput for no image, and for one that nothing holds; nothing is changed then.
 */
export async function retryRollout(
  asked: { readonly fleet: string; readonly image: string | null; readonly ask: PersonsAsk },
  { ledger, clock, start }: Pick<StepContext, "ledger" | "clock"> & { readonly start: StartEngine },
): Promise<StartedRollout> {
  const { fleet, image, ask } = asked;
  if (image === null) throw new InvalidInput(`the declaration of ${fleet} names no image now: pass --image`);
  const except = await readExcept(ledger, fleet);
  const refused = except.filter((each) => each.image === image);
  const waits = backOff(await readAttempts(ledger, fleet), image, clock.now()) !== null;
  if (refused.length === 0 && !waits) throw new InvalidInput(notRefused(fleet, image, except));
  const decision = {
    at: clock.now(),
    fleet,
    action: "retry",
    subject: image,
    reason: askReason(ask, ask.by),
  };
  await appendDecision(ledger, { ...decision, actor: ask.by, evidence: { refused } });
  await liftExcept(ledger, fleet, image);
  await changeAttempts(ledger, fleet, withoutWait);
  return start(fleet, ask);
}

function notRefused(fleet: string, image: string, except: readonly Excepted[]): string {
  const images = [...new Set(except.map((each) => each.image))];
  const list = images.length === 0 ? "nothing" : images.join(", ");
  return `nobody refused ${image} for ${fleet}; what was refused: ${list}. \`moult rollout start ${fleet} --image ${image}\` begins what was not`;
}
