import type { Generation } from "../../../src/domain/generation.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { OutcomeInput } from "../checker-input.ts";

/** Whether green has passed every gate and has failed none since. */
export function isProved(rollout: RolloutRecord, { view }: OutcomeInput): boolean {
  const { failure, gates } = rollout;
  const passed = (view.decisions.get(rollout.id) ?? []).some(
    ({ action }) => action === "ValidateGreen passed",
  );
  const isBlamed = failure !== null && (failure.imageAtFault || failure.error === "GateFailed");
  return passed && !isBlamed && gates.every(({ verdict }) => verdict !== "fail");
}

/** Whether users may be led to green in a rollout that may still go back to blue: it is proved, and is not being taken down. */
export function isEligible(rollout: RolloutRecord, green: Generation, input: OutcomeInput): boolean {
  const { removals, milestones } = rollout;
  const isGoing = removals[green.group]?.toZeroAt != null || milestones["blue-released"] !== undefined;
  return isProved(rollout, input) && !isGoing;
}
