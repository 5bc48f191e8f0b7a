import { InvalidInput } from "../errors/errors.ts";
import { appendDecision } from "../ledger/entries.ts";
import { type ImageVerdict, liftQuarantine, readVerdict } from "../ledger/image-verdicts.ts";
import type { StepContext } from "../step/step.ts";

interface QuarantineLifted {
  readonly verdict: ImageVerdict;
  /** False: it was lifted before, and nothing was changed. */
  readonly changed: boolean;
}

/** Lets an image out of quarantine. Throws InvalidInput for one that never was in it. */
export async function liftImageQuarantine(
  asked: { readonly imageId: string; readonly by: string; readonly reason: string },
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<QuarantineLifted> {
  const { imageId, by, reason } = asked;
  const verdict = await readVerdict(ledger, imageId);
  if (verdict === undefined) {
    throw new InvalidInput(`${imageId} is not in quarantine and never was: see \`moult quarantine list\``);
  }
  if (verdict.lifted !== null) return { verdict, changed: false };
  const at = clock.now();
  const decision = { at, fleet: verdict.fleet, action: "lift-quarantine", subject: imageId };
  await appendDecision(ledger, { ...decision, reason, actor: by });
  return { verdict: await liftQuarantine(ledger, { imageId, by, reason, at }), changed: true };
}
