import type {
  SetDesiredCapacityCommandInput,
  SetDesiredCapacityCommandOutput,
  UpdateAutoScalingGroupCommandInput,
  UpdateAutoScalingGroupCommandOutput,
} from "@aws-sdk/client-auto-scaling";
import type { World } from "../../../world/world.ts";
import { type Operation, ServiceFault } from "../../operation.ts";
import { stamp } from "../capacity/activity.ts";
import { judgeNowAndAfterGrace } from "../capacity/health.ts";
import { forgetLaunchDelay } from "../capacity/launch-backoff.ts";
import { wake } from "../capacity/wake.ts";
import type { GroupRecord } from "../state.ts";
import { type Answer, changeableGroup, invalid } from "./find.ts";
import { checkHealthCheckType, networkOf, SHARED, sourceGiven, verbatimOf } from "./group-input.ts";
import { changedSize, resize } from "./size.ts";
import { checkZonalShift } from "./zonal-shift.ts";

/** Changes a group. No running server is replaced; a new template counts for later launches (aws-facts 1.2). */
export const UpdateAutoScalingGroup: Operation<
  UpdateAutoScalingGroupCommandInput,
  Answer<UpdateAutoScalingGroupCommandOutput>
> = {
  kind: "write",
  accepts: SHARED,
  handle: (input, { world }) => {
    const group = changeableGroup(world.state, input.AutoScalingGroupName);
    const { AvailabilityZoneImpairmentPolicy: policy, SkipZonalShiftValidation: skip } = input;
    checkZonalShift(world.state, { policy, targetGroups: group.targetGroupArns, skip });
    const size = changedSize(group, input);
    Object.assign(group, changes(world, group, input));
    // Other health checks or another grace period may judge the same servers otherwise.
    for (const instance of group.instances.values()) judgeNowAndAfterGrace(world, group, instance);
    if (size.desiredCapacity === group.desiredCapacity) {
      group.minSize = size.minSize;
      group.maxSize = size.maxSize;
      forgetLaunchDelay(group);
      wake(world, group);
    } else {
      const bounds = `min: ${size.minSize}, max: ${size.maxSize}, desired: ${size.desiredCapacity}`;
      resize(world, group, size, `a user request update of AutoScalingGroup constraints to ${bounds}`);
    }
    const { minSize: min, maxSize: max, desiredCapacity: desired } = size;
    world.happened("autoscaling", "group-updated", group.name, { min, max, desired });
    return {};
  },
};

/**
 * Sets the desired capacity, which must lie within the group's bounds. With HonorCooldown it is refused with
 * `ScalingActivityInProgress` while the group's cooldown runs.
 */
export const SetDesiredCapacity: Operation<
  SetDesiredCapacityCommandInput,
  Answer<SetDesiredCapacityCommandOutput>
> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "DesiredCapacity", "HonorCooldown"],
  handle: ({ AutoScalingGroupName, DesiredCapacity: desired = 0, HonorCooldown }, { world }) => {
    const group = changeableGroup(world.state, AutoScalingGroupName);
    const { minSize, maxSize } = group;
    if (desired > maxSize) {
      throw invalid(
        `New SetDesiredCapacity value ${desired} is above max value ${maxSize} for the AutoScalingGroup.`,
      );
    }
    if (desired < minSize) {
      throw invalid(
        `New SetDesiredCapacity value ${desired} is below min value ${minSize} for the AutoScalingGroup.`,
      );
    }
    if (HonorCooldown) requireCooledDown(world, group);
    resize(
      world,
      group,
      { minSize, maxSize, desiredCapacity: desired },
      "a user request explicitly set group desired capacity",
    );
    world.happened("autoscaling", "group-updated", group.name, { min: minSize, max: maxSize, desired });
    return {};
  },
};

function requireCooledDown(world: World, group: GroupRecord): void {
  const last = group.activities[0];
  if (!last) return;
  const until = (last.endedAt ?? world.now()) + group.defaultCooldown * 1000;
  if (until <= world.now()) return;
  throw new ServiceFault(
    "ScalingActivityInProgress",
    `Scaling activity ${last.id} is in progress or cooling down until ${stamp(until)} and blocks this action`,
  );
}

function changes(
  world: World,
  group: GroupRecord,
  input: UpdateAutoScalingGroupCommandInput,
): Partial<GroupRecord> {
  const { DefaultInstanceWarmup: warmup } = input;
  return {
    ...sourceGiven(world.state, input),
    ...networkOf(world.state, input),
    verbatim: verbatimOf(input, group.verbatim),
    healthCheckType: checkHealthCheckType(input.HealthCheckType ?? group.healthCheckType),
    healthCheckGraceSeconds: input.HealthCheckGracePeriod ?? group.healthCheckGraceSeconds,
    defaultCooldown: input.DefaultCooldown ?? group.defaultCooldown,
    // The API reference: -1 takes the default warm-up away.
    defaultInstanceWarmup: warmup === -1 ? null : (warmup ?? group.defaultInstanceWarmup),
    protectNewInstances: input.NewInstancesProtectedFromScaleIn ?? group.protectNewInstances,
  };
}
