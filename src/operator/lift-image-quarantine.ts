import { actEvent } from "../domain/outbox/act-event.ts";
import { InvalidInput } from "../errors/errors.ts";
import { appendDecision } from "../ledger/entries.ts";
import { type ImageVerdict, liftQuarantine, listVerdicts, verdictInForce } from "../ledger/image-verdicts.ts";
import { keepForSweep, unlessUnreadable } from "../step/outbox/publish.ts";
import type { StepContext } from "../step/step.ts";

interface QuarantineLifted {
  /** What was lifted, or had been. */
  readonly verdicts: readonly ImageVerdict[];
  /** False: it was lifted before, and nothing was changed. */
  readonly changed: boolean;
}

interface LiftAsked {
  readonly imageId: string;
  /** For one fleet, or for all; null: for whatever it is in quarantine, where that is one thing. */
  readonly scope: { readonly fleet: string } | "all" | null;
  readonly by: string;
  readonly reason: string;
}

/** Lets an image out of quarantine. Throws InvalidInput for one that never was in it, or where it is not clear for whom. */
export async function liftImageQuarantine(
  asked: LiftAsked,
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<QuarantineLifted> {
  const { imageId, by, reason } = asked;
  const verdicts = (await listVerdicts(ledger)).filter((each) => each.imageId === imageId);
  if (verdicts.length === 0) {
    throw new InvalidInput(`${imageId} is not in quarantine and never was: see \`moult quarantine list\``);
  }
  const reaches = reachesOf(asked, verdicts);
  if (reaches.length === 0) return { verdicts: liftedOf(asked, verdicts), changed: false };
  const at = clock.now();
  const lifted: ImageVerdict[] = [];
  for (const reach of reaches) {
    const fleet = reach ?? verdicts.find((each) => each.reach === null)?.fleet ?? null;
    const decision = { at, fleet, action: "lift-quarantine", subject: imageId };
    await appendDecision(ledger, { ...decision, reason, actor: by });
    const event = actEvent("Quarantine Lifted", {
      fleet: reach,
      at,
      by,
      reason,
      sentence: `${imageId} is out of quarantine for ${reach ?? "every fleet"}, by ${by}: ${reason}`,
      next: [reach === null ? "moult fleet list" : `moult plan ${reach}`],
      more: { image: imageId, reach },
    });
    await unlessUnreadable(keepForSweep(reach, [event], { ledger, clock }));
    lifted.push(await liftQuarantine(ledger, { imageId, reach, by, reason, at }));
  }
  return { verdicts: lifted, changed: true };
}

/** The reaches of what is to be lifted; none: nothing of it is in force. */
function reachesOf({ imageId, scope }: LiftAsked, verdicts: readonly ImageVerdict[]): (string | null)[] {
  const standing = verdicts.filter(({ lifted }) => lifted === null).map(({ reach }) => reach);
  if (scope === "all") return standing;
  if (scope !== null) {
    const [own, ofAll] = [scope.fleet, null].map((reach) => verdicts.find((each) => each.reach === reach));
    if (verdictInForce(own, ofAll) !== undefined) return [scope.fleet];
    if (own === undefined)
      throw new InvalidInput(
        `${imageId} is not in quarantine for ${scope.fleet}: see \`moult quarantine list\``,
      );
    return [];
  }
  if (standing.length > 1) {
    const named = standing.map((reach) => reach ?? "every fleet").join(", ");
    throw new InvalidInput(
      `${imageId} is in quarantine for ${named}: give --fleet <fleet> to lift it for one, or --all`,
    );
  }
  return standing;
}

/** What had been lifted before. */
const liftedOf = ({ scope }: LiftAsked, verdicts: readonly ImageVerdict[]): readonly ImageVerdict[] =>
  scope === null || scope === "all" ? verdicts : verdicts.filter(({ reach }) => reach === scope.fleet);
