import type { Ending } from "../../domain/gate.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { fail } from "../../step/answers.ts";
import type { Work } from "../work.ts";

/** Ends the rollout for something that green's servers did wrong: the image is quarantined when it is rolled back. */
export async function failImage(
  reason: string,
  work: Work<never>,
  { reach, ofHealth }: Pick<Ending, "reach" | "ofHealth"> = {},
): Promise<StepAnswer> {
  await work.note("decision", reason, { action: "roll-back", subject: work.run().imageTo });
  const failure = { phase: work.run().phase, error: "GateFailed", reason, imageAtFault: true };
  await work.update({
    failure: { ...failure, ...(reach === "fleet" && { reach }), ...(ofHealth && { ofHealth }) },
  });
  return fail(reason);
}
