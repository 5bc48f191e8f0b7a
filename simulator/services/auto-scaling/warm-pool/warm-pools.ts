import type {
  DeleteWarmPoolCommandInput,
  DeleteWarmPoolCommandOutput,
  DescribeWarmPoolCommandInput,
  DescribeWarmPoolCommandOutput,
  PutWarmPoolCommandInput,
  PutWarmPoolCommandOutput,
} from "@aws-sdk/client-auto-scaling";
import type { World } from "../../../world/world.ts";
import { type Operation, paginate, ServiceFault } from "../../operation.ts";
import { wake } from "../capacity/wake.ts";
import { type Answer, changeableGroup, groupNamed, invalid, pageSize } from "../groups/find.ts";
import { configurationOf, instanceShape } from "../groups/group-shape.ts";
import { choicesOf } from "../groups/template.ts";
import { refuseWhileRefreshed } from "../refresh/instance-refreshes.ts";
import type { GroupRecord } from "../state.ts";

/**
 * Gives a group a warm pool, or changes it. Refused for groups with Spot servers or weights, and while the group is
 * refreshed (aws-facts 8.4). Hibernation and reuse on scale-in are not simulated, and refused.
 */
export const PutWarmPool: Operation<PutWarmPoolCommandInput, Answer<PutWarmPoolCommandOutput>> = {
  kind: "write",
  accepts: [
    "AutoScalingGroupName",
    "MaxGroupPreparedCapacity",
    "MinSize",
    "PoolState",
    "InstanceReusePolicy",
  ],
  handle: (input, { world }) => {
    const group = changeableGroup(world.state, input.AutoScalingGroupName);
    refuseWhileRefreshed(group);
    if (group.warmPool?.deleting) throw invalid(`The warm pool of ${group.name} is being deleted.`);
    refuseUnfit(world, group);
    const { MinSize: minSize = 0, MaxGroupPreparedCapacity: max = -1, PoolState = "Stopped" } = input;
    if (minSize < 0 || max < -1) throw invalid("MinSize and MaxGroupPreparedCapacity must not be negative.");
    if (PoolState !== "Stopped" && PoolState !== "Running")
      throw invalid(`PoolState: the simulator does not have ${PoolState}.`);
    if (input.InstanceReusePolicy?.ReuseOnScaleIn)
      throw invalid("InstanceReusePolicy: the simulator does not take servers back into the pool.");
    const maxPrepared = max === -1 ? null : max;
    group.warmPool = { minSize, maxPrepared, poolState: PoolState, deleting: false, forced: false };
    wake(world, group);
    return {};
  },
};

/** Ends the pool's servers and then the pool; with ForceDelete without their hooks (AS/DeleteWarmPool). */
export const DeleteWarmPool: Operation<DeleteWarmPoolCommandInput, Answer<DeleteWarmPoolCommandOutput>> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "ForceDelete"],
  handle: ({ AutoScalingGroupName, ForceDelete: forced = false }, { world }) => {
    const group = changeableGroup(world.state, AutoScalingGroupName);
    if (!group.warmPool) throw invalid(`No warm pool found for Auto Scaling group ${group.name}.`);
    group.warmPool = { ...group.warmPool, deleting: true, forced };
    wake(world, group);
    return {};
  },
};

/** The pool's configuration and its servers, at most 50 a page (AS/DescribeWarmPool). */
export const DescribeWarmPool: Operation<
  DescribeWarmPoolCommandInput,
  Answer<DescribeWarmPoolCommandOutput>
> = {
  kind: "read",
  accepts: ["AutoScalingGroupName", "MaxRecords", "NextToken"],
  handle: ({ AutoScalingGroupName, MaxRecords, NextToken }, { state }) => {
    const group = groupNamed(state, AutoScalingGroupName);
    const warmed = [...group.instances.values()].filter((each) => each.warmed);
    const { page, nextToken } = paginate(warmed, pageSize(MaxRecords, 50), NextToken);
    return {
      ...(group.warmPool && { WarmPoolConfiguration: configurationOf(group.warmPool) }),
      Instances: page.map((each) => instanceShape(state, each)),
      NextToken: nextToken,
    };
  },
};

function refuseUnfit(world: World, group: GroupRecord): void {
  const choices = choicesOf(world.state, group);
  const isSpot = choices.some(({ data }) => data["InstanceMarketOptions"] !== undefined);
  if (group.mixedInstancesPolicy !== null || isSpot || choices.some(({ weight }) => weight !== 1)) {
    throw new ServiceFault(
      "ValidationError",
      "You can't add a warm pool to an Auto Scaling group with a mixed instances policy, Spot Instances or weights.",
    );
  }
}
