import { describeImages, readTemplate } from "../../aws/ec2/ec2.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import { applyAsk } from "../../domain/decide/apply-ask.ts";
import { askFaults } from "../../domain/decide/ask-faults.ts";
import { withoutWait } from "../../domain/decide/attempts.ts";
import { holdOn } from "../../domain/decide/held.ts";
import { imageSource } from "../../domain/decide/wanted.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import { imageFault } from "../../domain/rollout-decisions/image-fault.ts";
import { type Ask, askReason } from "../../domain/run/start-input.ts";
import { changeAttempts } from "../../ledger/attempts.ts";
import { appendDecision } from "../../ledger/entries.ts";
import { changeWanted, readWanted } from "../../ledger/wanted.ts";
import type { StepContext } from "../../step/step.ts";
import { ownerFault } from "../declared/owner-fault.ts";
import { readStateBeside } from "../convergence/read-state.ts";
import { recordNow } from "./decide-again.ts";

/** An execution that brings what a person asks for. */
interface Asking {
  readonly fleet: Fleet;
  readonly execution: string;
  readonly ask: Ask;
}

type Context = StepContext<"ec2" | "ssm" | "imageBuilder">;

/**
 * Makes what a person asks for part of what the fleet should be, once for each execution; answers why not, in words, and
 * changes nothing then. Whoever asks waits for no back-off any more.
 */
export async function takeAsk(asking: Asking, context: Context): Promise<string | null> {
  const { fleet, execution, ask } = asking;
  const { ledger, clock } = context;
  if ((await readWanted(ledger, fleet.fleet)).taken.includes(execution)) return null;
  // A pin is made instead of what the declaration names now, and not of what was heard of it last.
  const fault = await faultOf(asking, context);
  if (fault !== null) return fault;
  // Where that cannot be read, a person's choice counts all the same.
  if (ask.image !== null) await recordNow(fleet, true, context);
  const by = ask.by ?? `execution ${execution}`;
  const reason = askReason(ask, by);
  const source = imageSource(fleet.image);
  if (ask.image !== null || ask.launchedBefore !== null) {
    const about = { at: clock.now(), fleet: fleet.fleet, action: "want", reason, actor: by };
    await appendDecision(ledger, { ...about, rollout: execution, evidence: { ...ask } });
    await changeWanted(ledger, fleet.fleet, (before) =>
      applyAsk(before, source, { ask, execution, by, reason, now: clock.now() }),
    );
  }
  await changeAttempts(ledger, fleet.fleet, withoutWait);
  return null;
}

/** Everything that is wrong with the ask; of an image whether it could be launched here, and whether something holds it. */
async function faultOf({ fleet, ask }: Asking, context: Context): Promise<string | null> {
  const faults = askFaults(ask, context.clock.now());
  const { image } = ask;
  if (image === null) return faults.length === 0 ? null : faults.join("; ");
  const state = await readStateBeside(fleet, undefined, context, image);
  // Of another template version than the one that was refused the image is another target.
  const template = await undefinedIfNotFound(readTemplate(context.aws.ec2, fleet.template));
  if (template === undefined)
    faults.push(`launch template ${fleet.template} does not exist (any more): declare one that does`);
  const held = holdOn({ image, templateVersion: template?.defaultVersion ?? null }, state)?.reason ?? null;
  const { live } = state;
  const images = await describeImages(context.aws.ec2, [...new Set([image, ...(live ? [live.image] : [])])]);
  const to = images.get(image);
  const wrong = imageFault(image, to, live ? images.get(live.image) : undefined);
  const owner = to === undefined ? null : await ownerFault(fleet.image, to, context.aws.ec2);
  return [...faults, ...[held, wrong, owner].filter((each) => each !== null)].join("; ") || null;
}
