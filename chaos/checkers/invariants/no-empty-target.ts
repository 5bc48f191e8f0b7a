import type { Change, Invariant, Sight } from "../checker-input.ts";
import { floorOf, groupOf, healthyOf, shareOf, sidesOf, weightsOf } from "../sides.ts";

/**
 * Traffic is sent only where enough servers answer: green gets more of it when as many are healthy as the fleet's floor
 * asks for; blue gets it back when any of its servers is, or none of green's.
 */
export const noEmptyTarget = (): Invariant => ({
  name: "no-empty-target",
  change: (change, sight) =>
    sight.plan.fleet.strategy === "target-group"
      ? attachmentFault(change, sight)
      : weightFault(change, sight),
});

function weightFault(change: Change, sight: Sight): string | undefined {
  const weights = weightsOf(change, sight);
  const { rollout } = change;
  if (weights === undefined || rollout === undefined) return undefined;
  const { blue, green } = sidesOf(sight, rollout);
  const ours = sight.account.targetGroups.reduce((sum, arn) => sum + (weights.after.get(arn) ?? 0), 0);
  if (ours === 0) return "neither of the fleet's target groups has any weight";
  const moved = shareOf(weights.after, green?.targetGroup) - shareOf(weights.before, green?.targetGroup);
  if (moved > 0) return greenFault(change, sight);
  return moved < 0 && blue ? blueFault(change, sight) : undefined;
}

/** One target group: to detach a side is to send all traffic to the other. */
function attachmentFault(change: Change, sight: Sight): string | undefined {
  if (change.call.action !== "DetachTrafficSources") return undefined;
  const { blue, green } = sidesOf(sight, change.rollout);
  const name = groupOf(change);
  if (name === blue?.group) return greenFault(change, sight);
  return name === green?.group && blue ? blueFault(change, sight) : undefined;
}

function greenFault(change: Change, sight: Sight): string | undefined {
  const { rollout } = change;
  if (rollout === undefined) return undefined;
  const healthy = healthyOf(sidesOf(sight, rollout).green, change, sight);
  const floor = floorOf(sight, rollout);
  return healthy < floor
    ? `green gets traffic with ${healthy} healthy servers, the floor is ${floor}`
    : undefined;
}

function blueFault(change: Change, sight: Sight): string | undefined {
  const { blue, green } = sidesOf(sight, change.rollout);
  const [ofBlue, ofGreen] = [healthyOf(blue, change, sight), healthyNow(green?.group, sight)];
  return ofBlue === 0 && ofGreen > 0
    ? `traffic goes back to a blue without a healthy server, green has ${ofGreen}`
    : undefined;
}

/** Servers of a group that answer in any of the fleet's target groups at this instant. */
function healthyNow(group: string | undefined, { serving, account, world }: Sight): number {
  if (group === undefined) return 0;
  const now = world.now() + 1;
  return account.targetGroups.reduce(
    (sum, arn) => sum + serving.healthySince(arn, now, serving.members(group)),
    0,
  );
}
