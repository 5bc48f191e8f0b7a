import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { Throttled } from "../../errors/errors.ts";
import { wait } from "../../step/answers.ts";
import { THROTTLED_POLL_SECONDS } from "../../step/run-step.ts";

/** What `ask` answers; a wait when AWS throttles it, since nothing was begun that could be lost. */
export async function unlessThrottled<T>(ask: () => Promise<T>): Promise<T | StepAnswer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Throttled) return wait(THROTTLED_POLL_SECONDS, error.message);
    throw error;
  }
}
