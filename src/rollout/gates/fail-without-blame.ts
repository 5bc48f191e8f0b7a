import type { Ending } from "../../domain/gate.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { fail } from "../../step/answers.ts";
import type { Work } from "../work.ts";

/** Ends the rollout by a gate that does not blame the image; alarms that may blame it yet are asked on the way back. */
export async function failWithoutBlame(
  reason: string,
  { error, suspects }: Ending,
  work: Work<never>,
): Promise<StepAnswer> {
  if (suspects !== undefined) await work.update({ suspects: [...suspects] });
  return fail(reason, error ?? "GateFailed");
}
