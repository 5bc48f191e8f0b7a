import type { Retrier } from "./machine.ts";

/** Whether an ErrorEquals list takes an error. States.ALL takes all but States.Runtime; States.TaskFailed all but a timeout. */
export function matches(names: readonly string[], error: string): boolean {
  if (error === "States.Runtime") return false;
  return names.some(
    (name) =>
      name === error || name === "States.ALL" || (name === "States.TaskFailed" && error !== "States.Timeout"),
  );
}

/** Seconds to wait before the next attempt, `tried` being the number of retries made. `chance` is from 0 up to 1. */
export function retryDelay(retrier: Retrier, tried: number, chance: number): number {
  const backoff = retrier.IntervalSeconds * retrier.BackoffRate ** tried;
  const capped = Math.min(backoff, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return retrier.JitterStrategy === "FULL" ? capped * chance : capped;
}
