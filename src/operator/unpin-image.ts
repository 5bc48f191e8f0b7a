import type { Pin } from "../domain/decide/wanted.ts";
import { appendDecision } from "../ledger/entries.ts";
import { changeWanted, readWanted } from "../ledger/wanted.ts";
import type { StepContext } from "../step/step.ts";

/**
 * Ends the pin of a fleet and returns it; undefined when there was none. From then on the fleet should run what its
 * declaration names: the next sweep begins that.
 */
export async function unpinImage(
  asked: { readonly fleet: string; readonly by: string },
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<Pin | undefined> {
  const { fleet, by } = asked;
  const { pin } = await readWanted(ledger, fleet);
  if (pin === null) return undefined;
  const reason = `lifted by ${by}`;
  const decision = { at: clock.now(), fleet, action: "unpin", subject: pin.image, reason, actor: by };
  await appendDecision(ledger, decision);
  const { changed } = await changeWanted(ledger, fleet, (before) =>
    before.pin?.image === pin.image && before.pin.at === pin.at ? { ...before, pin: null } : before,
  );
  return changed ? pin : undefined;
}
