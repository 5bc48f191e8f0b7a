import { InvalidInput } from "../errors/errors.ts";
import { appendDecision } from "../ledger/entries.ts";
import { changeStorm, listStorms, type StoredStorm } from "../ledger/found/storms.ts";
import type { StepContext } from "../step/step.ts";

type Acknowledged = StoredStorm & { readonly acknowledged: NonNullable<StoredStorm["acknowledged"]> };

interface StormAcknowledged {
  readonly storm: Acknowledged;
  /** False: somebody did before, and nothing was changed. */
  readonly changed: boolean;
}

/**
 * Lets the findings of a storm be acted on: from now on servers are replaced for them. Throws InvalidInput for a storm that
 * is not there, or is over.
 */
export async function acknowledgeStorm(
  asked: { readonly key: string; readonly by: string; readonly reason: string },
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<StormAcknowledged> {
  const { key, by, reason } = asked;
  const storm = await standing(ledger, key);
  if (isAcknowledged(storm)) return { storm, changed: false };
  const at = clock.now();
  const { since, fleets } = storm;
  const decision = { at, fleet: null, action: "acknowledge-storm", subject: key, reason, actor: by };
  await appendDecision(ledger, { ...decision, evidence: { since, fleets } });
  const acknowledged = { by, reason, at };
  // One that ended meanwhile and began anew is another storm, which whoever acknowledged this one has not seen.
  const changed = await changeStorm(ledger, key, (before) =>
    before?.since === since && before.endedAt === null && before.acknowledged === null
      ? { ...before, acknowledged }
      : before,
  );
  if (changed) return { storm: { ...storm, acknowledged }, changed };
  const now = await standing(ledger, key);
  if (isAcknowledged(now)) return { storm: now, changed };
  throw new InvalidInput(
    `${key} ended and began anew meanwhile: see \`moult findings\`, and acknowledge it again`,
  );
}

async function standing(ledger: StepContext["ledger"], key: string): Promise<StoredStorm> {
  const storm = (await listStorms(ledger)).find((each) => each.key === key);
  if (storm === undefined)
    throw new InvalidInput(`no storm is called ${key}, or it is over: see \`moult findings\``);
  return storm;
}

const isAcknowledged = (storm: StoredStorm): storm is Acknowledged => storm.acknowledged !== null;
