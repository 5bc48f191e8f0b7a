import type { CheckerInput } from "../checker-input.ts";
import type { Change, Invariant } from "../invariant.ts";
import { ownIn } from "../fleet-rules.ts";
import { fewestOf, floorOf, groupOf, healthyOf, shareOf, sidesOf, weightsOf } from "../sides.ts";

/**
 * Traffic is sent only where enough servers answer: green gets more of it when as many are healthy as the fleet's floor
 * asks for; blue gets it back when any of its servers is, or none of green's.
 */
export const noEmptyTarget = (): Invariant => ({
  name: "no-empty-target",
  change: (change, input) =>
    input.plan.fleet.strategy === "target-group"
      ? attachmentFault(change, input)
      : weightFault(change, input),
});

function weightFault(change: Change, input: CheckerInput): string | undefined {
  const weights = weightsOf(change, input);
  const { rollout } = change;
  if (weights === undefined || rollout === undefined) return undefined;
  const { blue, green } = sidesOf(input, rollout);
  const own = weights.pair.reduce((sum, arn) => sum + (weights.after.get(arn) ?? 0), 0);
  if (own === 0) return "neither of the fleet's target groups has any weight";
  const ofGreen = ownIn(green, weights.pair);
  const moved = shareOf(weights.after, ofGreen) - shareOf(weights.before, ofGreen);
  if (moved > 0) return greenFault(change, input);
  return moved < 0 && blue ? blueFault(change, input) : undefined;
}

/** One target group: to detach a side is to send all traffic to the other. */
function attachmentFault(change: Change, input: CheckerInput): string | undefined {
  if (change.call.action !== "DetachTrafficSources") return undefined;
  const { blue, green } = sidesOf(input, change.rollout);
  const name = groupOf(change);
  if (name === blue?.group) return greenFault(change, input);
  return name === green?.group && blue ? blueFault(change, input) : undefined;
}

function greenFault(change: Change, input: CheckerInput): string | undefined {
  const { rollout } = change;
  if (rollout === undefined) return undefined;
  const { blue, green } = sidesOf(input, rollout);
  const healthy = healthyOf(green, change, input);
  const floor = floorOf(input, rollout);
  // A blue that answers nowhere is left for what there is of green.
  if (healthy > 0 && fewestOf(blue, change, input) === 0) return undefined;
  return healthy < floor
    ? `green gets traffic with ${healthy} healthy servers, the floor is ${floor}`
    : undefined;
}

function blueFault(change: Change, input: CheckerInput): string | undefined {
  const { blue, green } = sidesOf(input, change.rollout);
  const [ofBlue, ofGreen] = [healthyOf(blue, change, input), fewestOf(green, change, input)];
  return ofBlue === 0 && ofGreen > 0
    ? `traffic goes back to a blue without a healthy server, green has ${ofGreen}`
    : undefined;
}
