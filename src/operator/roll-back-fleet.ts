import type { Steering } from "../domain/steering/steer.ts";
import { goBack } from "../rollout/steering/go-back.ts";
import type { SteeredRun } from "../rollout/steering/steered-run.ts";
import type { StepContext } from "../step/step.ts";
import type { StartEngine, StartedRollout } from "./start-rollout.ts";

/**
 * Takes a fleet back to what it ran before: in seconds while blue stands by, else by a rollout of its own, which is started. Where there is
 * nothing to go back to nothing is changed, and the answer says why.
 */
export async function rollBackFleet(
  asked: Omit<Steering, "act" | "seconds">,
  { start, ...context }: Pick<StepContext, "ledger" | "clock"> & { readonly start: StartEngine },
): Promise<SteeredRun | { readonly image: string; readonly started: StartedRollout }> {
  const gone = await goBack(asked, context);
  if ("changed" in gone) return gone;
  const { image, reason } = gone;
  const ask = { image, until: null, launchedBefore: null, by: asked.by, reason };
  return { image, started: await start(asked.fleet, ask) };
}
