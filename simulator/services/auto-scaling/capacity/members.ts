import type {
  SetInstanceHealthCommandInput,
  SetInstanceHealthCommandOutput,
  SetInstanceProtectionCommandInput,
  SetInstanceProtectionCommandOutput,
  TerminateInstanceInAutoScalingGroupCommandInput,
  TerminateInstanceInAutoScalingGroupCommandOutput,
} from "@aws-sdk/client-auto-scaling";
import type { Operation } from "../../operation.ts";
import { type Answer, changeableGroup, groupOf, invalid, members } from "../groups/find.ts";
import { setDesired } from "../groups/size.ts";
import type { GroupInstance } from "../state.ts";
import { activityShape } from "./activities.ts";
import { isTerminating } from "./counting.ts";
import { beginTermination } from "./departure.ts";
import { afterGrace } from "./health.ts";
import { wake } from "./wake.ts";

/** aws-facts 1.2: at most 50 servers a call. Protection keeps off scale-in, not health replacement (peers 3). */
export const SetInstanceProtection: Operation<
  SetInstanceProtectionCommandInput,
  Answer<SetInstanceProtectionCommandOutput>
> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "InstanceIds", "ProtectedFromScaleIn"],
  handle: ({ AutoScalingGroupName, InstanceIds, ProtectedFromScaleIn = false }, { world }) => {
    const group = changeableGroup(world.state, AutoScalingGroupName);
    const named = members(group, InstanceIds, 50);
    refuseWarmed(named);
    for (const instance of named) instance.protectedFromScaleIn = ProtectedFromScaleIn;
    wake(world, group);
    return {};
  },
};

/** aws-facts 1.2: within the grace period a server is not marked, unless ShouldRespectGracePeriod is false. */
export const SetInstanceHealth: Operation<
  SetInstanceHealthCommandInput,
  Answer<SetInstanceHealthCommandOutput>
> = {
  kind: "write",
  accepts: ["InstanceId", "HealthStatus", "ShouldRespectGracePeriod"],
  handle: ({ InstanceId, HealthStatus, ShouldRespectGracePeriod: respect = true }, { world }) => {
    const group = groupOf(world.state, InstanceId);
    if (HealthStatus !== "Healthy" && HealthStatus !== "Unhealthy") {
      throw invalid(`Valid instance health states are: [Healthy, Unhealthy], not ${HealthStatus}`);
    }
    const instance = group.instances.get(InstanceId ?? "");
    if (!instance || (HealthStatus === "Unhealthy" && respect && !afterGrace(world, group, instance)))
      return {};
    instance.healthStatus = HealthStatus;
    wake(world, group);
    return {};
  },
};

/**
 * Takes servers out, up to 100 a call; without decrement they are replaced (aws-facts 1.2). With it the desired capacity
 * falls also for one in Standby, which is no part of it: then another one is scaled in (aws-facts 8.5).
 */
export const TerminateInstanceInAutoScalingGroup: Operation<
  TerminateInstanceInAutoScalingGroupCommandInput,
  Answer<TerminateInstanceInAutoScalingGroupCommandOutput>
> = {
  kind: "write",
  accepts: ["InstanceId", "InstanceIds", "AutoScalingGroupName", "ShouldDecrementDesiredCapacity"],
  handle: (input, { world }) => {
    const { InstanceId: one, InstanceIds: many, AutoScalingGroupName: name } = input;
    if ((one === undefined) === (many === undefined)) throw invalid("Give either InstanceId or InstanceIds.");
    if (many && name === undefined) throw invalid("InstanceIds needs AutoScalingGroupName.");
    const group = name === undefined ? groupOf(world.state, one) : changeableGroup(world.state, name);
    const leaving = members(group, many ?? [one ?? ""], 100);
    refuseWarmed(leaving);
    if (input.ShouldDecrementDesiredCapacity) {
      const staying = leaving.filter((instance) => !isTerminating(instance));
      const weight = staying.reduce((sum, instance) => sum + instance.weight, 0);
      setDesired(world, group, group.desiredCapacity - weight);
    }
    const activities = leaving.map((instance) =>
      activityShape(group, beginTermination(world, group, instance, { reason: "a user request" })),
    );
    wake(world, group);
    return { Activity: activities[0], ...(many && { Activities: activities }) };
  },
};

// aws-facts 8.4: these two calls refuse servers of the warm pool.
function refuseWarmed(instances: readonly GroupInstance[]): void {
  const warmed = instances.find((each) => each.warmed);
  if (warmed) throw invalid(`The instance ${warmed.id} is in the warm pool.`);
}
