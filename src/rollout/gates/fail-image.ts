import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { fail } from "../../step/answers.ts";
import type { Work } from "../work.ts";

/** Ends the rollout for something that green's servers did wrong: the image is quarantined when it is rolled back. */
export async function failImage(reason: string, work: Work<never>): Promise<StepAnswer> {
  await work.note("decision", reason, { action: "roll-back", subject: work.run().imageTo });
  await work.update({
    failure: { phase: work.run().phase, error: "GateFailed", reason, imageAtFault: true },
  });
  return fail(reason);
}
