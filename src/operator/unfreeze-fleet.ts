import { actEvent } from "../domain/outbox/act-event.ts";
import { InvalidInput } from "../errors/errors.ts";
import { appendDecision } from "../ledger/entries.ts";
import { listFleetNames } from "../ledger/fleets.ts";
import { type Freeze, freezeOf, lift } from "../ledger/freezes.ts";
import { keepForSweep, unlessUnreadable } from "../step/outbox/publish.ts";
import type { StepContext } from "../step/step.ts";

/**
 * Lifts the freeze of a fleet, or with null the one of every fleet, and returns it; undefined when there was none.
 * Throws LedgerConflict when somebody freezes at the same moment, and InvalidInput where the ledger has neither a fleet nor that freeze.
 */
export async function unfreezeFleet(
  asked: { readonly fleet: string | null; readonly by: string },
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<Freeze | undefined> {
  const { fleet, by } = asked;
  if (fleet === null) await assertSomething(ledger, clock.now());
  const decision = { at: clock.now(), fleet, action: "unfreeze", reason: `lifted by ${by}`, actor: by };
  await appendDecision(ledger, decision);
  const lifted = await lift(ledger, fleet);
  if (lifted === undefined) return undefined;
  const next = [fleet === null ? "moult fleet list" : `moult plan ${fleet}`];
  const sentence = `${fleet === null ? "no fleet is" : "not"} frozen any more, ${decision.reason}: what is due goes on`;
  const about = { fleet, at: decision.at, by, reason: decision.reason, sentence, next };
  await unlessUnreadable(keepForSweep(fleet, [actEvent("Freeze Lifted", about)], { ledger, clock }));
  return lifted;
}

async function assertSomething(ledger: StepContext["ledger"], now: number): Promise<void> {
  if ((await listFleetNames(ledger)).length > 0 || (await freezeOf(ledger, null, now)) !== undefined) return;
  throw new InvalidInput(
    "no fleet is declared in this ledger, so nothing was lifted: name the ledger of your fleets",
  );
}
