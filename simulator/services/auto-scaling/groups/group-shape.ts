import type {
  AutoScalingGroup,
  Instance,
  TagDescription,
  WarmPoolConfiguration,
} from "@aws-sdk/client-auto-scaling";
import type { WorldState } from "../../../world/state.ts";
import type { GroupInstance, GroupRecord } from "../state.ts";
import { shownState } from "../warm-pool/warm-state.ts";

/** A group as DescribeAutoScalingGroups shows it. */
export function groupShape(state: WorldState, group: GroupRecord, withInstances: boolean): AutoScalingGroup {
  const sources = [...group.trafficSources].filter(([, { state: at }]) => at !== "Removing");
  const { launchTemplate } = group;
  return {
    ...group.verbatim,
    AutoScalingGroupName: group.name,
    AutoScalingGroupARN: group.arn,
    ...(launchTemplate && { LaunchTemplate: templateShape(launchTemplate) }),
    ...(group.mixedInstancesPolicy && { MixedInstancesPolicy: group.mixedInstancesPolicy }),
    MinSize: group.minSize,
    MaxSize: group.maxSize,
    DesiredCapacity: group.desiredCapacity,
    DefaultCooldown: group.defaultCooldown,
    ...(group.defaultInstanceWarmup !== null && { DefaultInstanceWarmup: group.defaultInstanceWarmup }),
    AvailabilityZones: [...group.zones],
    LoadBalancerNames: [],
    TargetGroupARNs: [...group.targetGroupArns],
    TrafficSources: sources.map(([Identifier, { type }]) => ({ Identifier, Type: type })),
    HealthCheckType: group.healthCheckType,
    HealthCheckGracePeriod: group.healthCheckGraceSeconds,
    Instances: withInstances ? members(group).map((each) => instanceShape(state, each)) : [],
    ...(group.warmPool && {
      WarmPoolConfiguration: configurationOf(group.warmPool),
      WarmPoolSize: group.instances.size - members(group).length,
    }),
    CreatedTime: new Date(group.createdAt),
    SuspendedProcesses: [...group.suspended].map(([ProcessName, SuspensionReason]) => ({
      ProcessName,
      SuspensionReason,
    })),
    VPCZoneIdentifier: group.subnetIds.join(","),
    EnabledMetrics: group.metricsCollection.map((Metric) => ({ Metric, Granularity: "1Minute" })),
    ...(group.deleting && { Status: "Delete in progress" }),
    Tags: tagShapes(group),
    NewInstancesProtectedFromScaleIn: group.protectNewInstances,
  };
}

// Those of the warm pool are shown by DescribeWarmPool alone.
const members = ({ instances }: GroupRecord): GroupInstance[] =>
  [...instances.values()].filter(({ warmed }) => !warmed);

/** A warm pool as the API shows it. */
export const configurationOf = (pool: NonNullable<GroupRecord["warmPool"]>): WarmPoolConfiguration => ({
  ...(pool.maxPrepared !== null && { MaxGroupPreparedCapacity: pool.maxPrepared }),
  MinSize: pool.minSize,
  PoolState: pool.poolState,
  ...(pool.deleting && { Status: "PendingDelete" as const }),
});

/** A server as it stands in its group's description. */
export function instanceShape(state: WorldState, instance: GroupInstance): Instance {
  const imageId = state.instances.get(instance.id)?.imageId;
  return {
    InstanceId: instance.id,
    InstanceType: instance.instanceType,
    AvailabilityZone: instance.zone,
    LifecycleState: shownState(instance) as Instance["LifecycleState"],
    HealthStatus: instance.healthStatus,
    // A server that was attached may come from no template.
    ...(instance.launchTemplate.id !== "" && { LaunchTemplate: templateShape(instance.launchTemplate) }),
    ...(imageId !== undefined && { ImageId: imageId }),
    ProtectedFromScaleIn: instance.protectedFromScaleIn,
    ...(instance.weight !== 1 && { WeightedCapacity: String(instance.weight) }),
  };
}

/** A group's tags as the API shows them. */
export const tagShapes = (group: GroupRecord): TagDescription[] =>
  group.tags.map(({ key, value, propagateAtLaunch }) => ({
    ResourceId: group.name,
    ResourceType: "auto-scaling-group",
    Key: key,
    Value: value,
    PropagateAtLaunch: propagateAtLaunch,
  }));

const templateShape = ({ id, name, version }: { id: string; name: string; version: string }) => ({
  LaunchTemplateId: id,
  LaunchTemplateName: name,
  Version: version,
});
