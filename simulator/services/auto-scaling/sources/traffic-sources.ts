import type {
  AttachLoadBalancerTargetGroupsCommandInput,
  AttachLoadBalancerTargetGroupsCommandOutput,
  AttachTrafficSourcesCommandInput,
  AttachTrafficSourcesCommandOutput,
  AvailabilityZoneImpairmentPolicy,
  DescribeLoadBalancerTargetGroupsCommandInput,
  DescribeLoadBalancerTargetGroupsCommandOutput,
  DescribeTrafficSourcesCommandInput,
  DescribeTrafficSourcesCommandOutput,
  DetachLoadBalancerTargetGroupsCommandInput,
  DetachLoadBalancerTargetGroupsCommandOutput,
  DetachTrafficSourcesCommandInput,
  DetachTrafficSourcesCommandOutput,
} from "@aws-sdk/client-auto-scaling";
import type { World } from "../../../world/world.ts";
import { type Operation, paginate, ServiceFault } from "../../operation.ts";
import { wake } from "../capacity/wake.ts";
import { type Answer, changeableGroup, groupNamed, invalid, pageSize } from "../groups/find.ts";
import { MOST_TARGET_GROUPS, targetGroupsGiven } from "../groups/source-input.ts";
import { checkZonalShift } from "../groups/zonal-shift.ts";
import { refuseWhileRefreshed } from "../refresh/instance-refreshes.ts";
import type { GroupRecord } from "../state.ts";
import { deregisterFrom } from "./traffic.ts";

/** aws-facts 1.2: at most 10 a call, added to what is there; servers in service are registered shortly after. Refused while the group is refreshed. */
export const AttachTrafficSources: Operation<
  AttachTrafficSourcesCommandInput,
  Answer<AttachTrafficSourcesCommandOutput>
> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "TrafficSources", "SkipZonalShiftValidation"],
  handle: ({ AutoScalingGroupName, TrafficSources, SkipZonalShiftValidation: skip }, { world }) => {
    const group = changeableGroup(world.state, AutoScalingGroupName);
    refuseWhileRefreshed(group);
    const targetGroups = targetGroupsGiven(world.state, { TrafficSources: atMost(10, TrafficSources) });
    const policy = group.verbatim["AvailabilityZoneImpairmentPolicy"] as
      | AvailabilityZoneImpairmentPolicy
      | undefined;
    checkZonalShift(world.state, { policy, targetGroups, skip });
    attach(world, group, targetGroups);
    return {};
  },
};

/** Takes sources away: servers are deregistered and keep running (aws-facts 1.2). */
export const DetachTrafficSources: Operation<
  DetachTrafficSourcesCommandInput,
  Answer<DetachTrafficSourcesCommandOutput>
> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "TrafficSources"],
  handle: ({ AutoScalingGroupName, TrafficSources }, { world }) => {
    const group = changeableGroup(world.state, AutoScalingGroupName);
    detach(
      world,
      group,
      (atMost(10, TrafficSources) ?? []).map(({ Identifier: arn = "" }) => arn),
    );
    return {};
  },
};

/** Shows each source's state: Adding, Added, InService or Removing; a removed one is gone (aws-facts 1.2). */
export const DescribeTrafficSources: Operation<
  DescribeTrafficSourcesCommandInput,
  Answer<DescribeTrafficSourcesCommandOutput>
> = {
  kind: "read",
  accepts: ["AutoScalingGroupName", "TrafficSourceType", "MaxRecords", "NextToken"],
  handle: ({ AutoScalingGroupName, TrafficSourceType: asked, MaxRecords, NextToken }, { state }) => {
    const all = [...groupNamed(state, AutoScalingGroupName).trafficSources];
    const sources = all.filter(([, { type }]) => asked === undefined || type === asked);
    const { page, nextToken } = paginate(sources, pageSize(MaxRecords, 50), NextToken);
    return {
      TrafficSources: page.map(([arn, { type, state: State }]) => ({
        TrafficSource: arn,
        Identifier: arn,
        Type: type,
        State,
      })),
      NextToken: nextToken,
    };
  },
};

export const AttachLoadBalancerTargetGroups: Operation<
  AttachLoadBalancerTargetGroupsCommandInput,
  Answer<AttachLoadBalancerTargetGroupsCommandOutput>
> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "TargetGroupARNs"],
  handle: ({ AutoScalingGroupName, TargetGroupARNs }, { world }) => {
    const group = changeableGroup(world.state, AutoScalingGroupName);
    attach(world, group, targetGroupsGiven(world.state, { TargetGroupARNs: atMost(10, TargetGroupARNs) }));
    return {};
  },
};

export const DetachLoadBalancerTargetGroups: Operation<
  DetachLoadBalancerTargetGroupsCommandInput,
  Answer<DetachLoadBalancerTargetGroupsCommandOutput>
> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "TargetGroupARNs"],
  handle: ({ AutoScalingGroupName, TargetGroupARNs }, { world }) => {
    const group = changeableGroup(world.state, AutoScalingGroupName);
    detach(world, group, atMost(10, TargetGroupARNs) ?? []);
    return {};
  },
};

export const DescribeLoadBalancerTargetGroups: Operation<
  DescribeLoadBalancerTargetGroupsCommandInput,
  Answer<DescribeLoadBalancerTargetGroupsCommandOutput>
> = {
  kind: "read",
  accepts: ["AutoScalingGroupName", "MaxRecords", "NextToken"],
  handle: ({ AutoScalingGroupName, MaxRecords, NextToken }, { state }) => {
    const sources = [...groupNamed(state, AutoScalingGroupName).trafficSources];
    const { page, nextToken } = paginate(sources, pageSize(MaxRecords), NextToken);
    return {
      LoadBalancerTargetGroups: page.map(([arn, { state: State }]) => ({
        LoadBalancerTargetGroupARN: arn,
        State,
      })),
      NextToken: nextToken,
    };
  },
};

function attach(world: World, group: GroupRecord, arns: readonly string[]): void {
  const all = new Set([...group.targetGroupArns, ...arns]);
  if (all.size > MOST_TARGET_GROUPS) {
    throw new ServiceFault("LimitExceeded", `A group can have at most ${MOST_TARGET_GROUPS} target groups.`);
  }
  for (const arn of arns) {
    if (group.targetGroupArns.includes(arn)) continue;
    group.targetGroupArns.push(arn);
    group.trafficSources.set(arn, { type: "elbv2", state: "Adding" });
  }
  wake(world, group);
}

function detach(world: World, group: GroupRecord, arns: readonly string[]): void {
  const stranger = arns.find((arn) => !group.targetGroupArns.includes(arn));
  if (stranger !== undefined)
    throw invalid(`Trying to remove Target Groups that are not part of the group: ${stranger}`);
  for (const arn of arns) {
    group.targetGroupArns = group.targetGroupArns.filter((each) => each !== arn);
    group.trafficSources.set(arn, { type: "elbv2", state: "Removing" });
    for (const instance of group.instances.values()) deregisterFrom(world, instance, arn);
  }
  wake(world, group);
}

function atMost<T>(most: number, given: T[] | undefined): T[] | undefined {
  if ((given?.length ?? 0) > most) throw invalid(`At most ${most} traffic sources may be given in one call.`);
  return given;
}
