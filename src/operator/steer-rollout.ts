import { PAUSE_SECONDS } from "../domain/steering/pause.ts";
import type { Steering } from "../domain/steering/steer.ts";
import { steerRun } from "../rollout/steering/steer-run.ts";
import type { SteeredRun } from "../rollout/steering/steered-run.ts";
import type { StepContext } from "../step/step.ts";

/**
 * Pauses, resumes, promotes, aborts or rolls back the rollout that holds the fleet. It is carried out at the rollout's next look; outside
 * of its states an act changes nothing, and the answer says why.
 */
export const steerRollout = (
  asked: Omit<Steering, "seconds"> & Partial<Pick<Steering, "seconds">>,
  context: Pick<StepContext, "ledger" | "clock">,
): Promise<SteeredRun> => steerRun({ seconds: PAUSE_SECONDS, ...asked }, context);
