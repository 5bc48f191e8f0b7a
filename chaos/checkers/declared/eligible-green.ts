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

/**
 * Whether users may be led to green in a rollout that may still go back to blue: it is proved, is not being taken down, and its first
 * traffic does not wait for a yes, a window, or the end of a person's pause.
 */
export function isEligible(rollout: RolloutRecord, green: Generation, input: OutcomeInput): boolean {
  const { removals, milestones, phase, traffic } = rollout;
  if (phase === "AwaitApproval" && traffic.setAt === null) return false;
  const isGoing = removals[green.group]?.toZeroAt != null || milestones["blue-released"] !== undefined;
  return isProved(rollout, input) && !isGoing;
}
