import { withoutRefused } from "../../domain/approval/approval-ask.ts";
import { backOff, withoutWait } from "../../domain/decide/attempts.ts";
import type { Excepted } from "../../domain/run/excepted.ts";
import { changeApprovals } from "../../ledger/asked/approvals.ts";
import { changeAttempts, readAttempts } from "../../ledger/attempts.ts";
import { appendDecision } from "../../ledger/entries.ts";
import { liftExcept, readExcept } from "../../ledger/except.ts";
import { verdictFor } from "../../ledger/image-verdicts.ts";
import type { StepContext } from "../../step/step.ts";

interface Refusal {
  readonly fleet: string;
  readonly image: string;
  readonly by: string;
  readonly reason: string;
  /** The execution that brings it; not there: the command line does. */
  readonly rollout?: string;
}

/**
 * Takes an image that was refused from the fleet's list, or ends the wait after a failure; what was refused is asked anew, since who
 * begins it again is not who approves it. Returns why there is nothing to take back, and nothing is changed then; null: it is done.
 */
export async function takeBackRefusal(
  { fleet, image, by, reason, rollout }: Refusal,
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<string | null> {
  const except = await readExcept(ledger, fleet);
  const refused = except.filter((each) => each.image === image);
  const waits = backOff(await readAttempts(ledger, fleet), image, clock.now()) !== null;
  if (refused.length === 0 && !waits) {
    const held = await verdictFor(ledger, image, fleet);
    return held ? quarantined(fleet, image) : notRefused(fleet, image, except);
  }
  const about = { at: clock.now(), fleet, ...(rollout !== undefined && { rollout }), actor: by };
  await appendDecision(ledger, { ...about, action: "retry", subject: image, reason, evidence: { refused } });
  await liftExcept(ledger, fleet, image);
  await changeApprovals(ledger, fleet, (asks) => withoutRefused(asks, image));
  await changeAttempts(ledger, fleet, withoutWait);
  return null;
}

const quarantined = (fleet: string, image: string): string =>
  `${image} is in quarantine, which a retry does not end: \`moult quarantine lift ${image} --fleet ${fleet} --reason <text>\` lets it out`;

function notRefused(fleet: string, image: string, except: readonly Excepted[]): string {
  const images = [...new Set(except.map((each) => each.image))];
  const list = images.length === 0 ? "nothing" : images.join(", ");
  return `nobody refused ${image} for ${fleet}; what was refused: ${list}. \`moult rollout start ${fleet} --image ${image}\` begins what was not`;
}
