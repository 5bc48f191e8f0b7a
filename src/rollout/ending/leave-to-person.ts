import { describeGroups } from "../../aws/auto-scaling/auto-scaling.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { AccessDenied, NotFound, Rejected, ServiceUnavailable, Throttled } from "../../errors/errors.ts";
import { pass, wait } from "../../step/answers.ts";
import { releaseHolds } from "../capacity/holds.ts";
import type { Work } from "../work.ts";
import { quarantineImage } from "./quarantine-image.ts";

/** What AWS answers where a hold cannot be given back. */
const CANNOT = [NotFound, Rejected, AccessDenied];
/** … and where it may be a moment later. */
const NOT_NOW = [Throttled, ServiceUnavailable];
const AGAIN_SECONDS = 30;
/** So long past its deadline a run that could not be undone in time tries to give back what it holds. */
const LATE_MS = 300_000;

/**
 * Leaves the rollout to a person: traffic stays where it is, what was held is given back, both generations are kept, and
 * the run ends. What a person has to know is written down before the record says that it ends. Where holds cannot be given back
 * for a moment it is tried again, for as long as undoing may take and five minutes more.
 */
export async function leaveToPerson(reason: string, work: Work<"autoScaling">): Promise<StepAnswer> {
  const held = await giveHoldsBack(work);
  if (held?.isPassing && work.now() <= work.run().deadlineAt + LATE_MS)
    return wait(AGAIN_SECONDS, `what is held cannot be given back yet: ${held.why}`);
  if (held !== null)
    await work.note("evidence", `what is held could not be given back: ${held.why}`, {
      action: "still-held",
    });
  await quarantineImage(work);
  const { traffic, failure } = work.run();
  await work.note("decision", reason, { action: "needs-person", evidence: { traffic, failure } });
  await work.update({ needsPerson: { reason, at: work.now() } });
  return pass(reason);
}

/** Why something stays held, and whether that may be over in a moment; null: all is given back. */
interface StillHeld {
  readonly why: string;
  readonly isPassing: boolean;
}

/** What cannot be given back stays in the record, where the sweep finds it: the run has to end all the same. */
async function giveHoldsBack(work: Work<"autoScaling">): Promise<StillHeld | null> {
  const names = [...new Set(work.run().holds.map(({ group }) => group))];
  if (names.length === 0) return null;
  try {
    const groups = await describeGroups(work.context.aws.autoScaling, names);
    for (const name of names) await releaseHolds(name, groups.get(name), work);
    return null;
  } catch (error) {
    const isPassing = NOT_NOW.some((each) => error instanceof each);
    if (!isPassing && !CANNOT.some((each) => error instanceof each)) throw error;
    return { why: error instanceof Error ? error.message : String(error), isPassing };
  }
}
