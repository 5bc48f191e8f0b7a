import type { Ask } from "../../domain/run/start-input.ts";
import type { ExecutionInput } from "../../step/step.ts";

/** The input of an execution that brings a person's ask: what they could type into the console themselves. */
export function askInput(fleet: string, ask: Ask): ExecutionInput {
  const { image, until, launchedBefore, by, reason } = ask;
  return {
    fleet,
    ...(image !== null && { image }),
    ...(until !== null && { until: new Date(until).toISOString() }),
    ...(launchedBefore === "now" && { force: true }),
    ...(typeof launchedBefore === "number" && {
      replaceLaunchedBefore: new Date(launchedBefore).toISOString(),
    }),
    ...(by !== null && { by }),
    ...(reason !== null && { reason }),
  };
}
