import type { AutoScalingGroup, CreateAutoScalingGroupCommandInput } from "@aws-sdk/client-auto-scaling";

/** A group as it would be described once all its servers are in service. */
export function imaginedGroup(input: CreateAutoScalingGroupCommandInput): AutoScalingGroup {
  const name = input.AutoScalingGroupName ?? "";
  const desired = input.DesiredCapacity ?? input.MinSize;
  return {
    AutoScalingGroupName: input.AutoScalingGroupName,
    AutoScalingGroupARN: `planned:${input.AutoScalingGroupName}`,
    MinSize: input.MinSize,
    MaxSize: input.MaxSize,
    DesiredCapacity: desired,
    DefaultCooldown: 300,
    AvailabilityZones: [],
    HealthCheckType: input.HealthCheckType ?? "EC2",
    CreatedTime: new Date(0),
    ...(input.LaunchTemplate && { LaunchTemplate: input.LaunchTemplate }),
    ...(input.MixedInstancesPolicy && { MixedInstancesPolicy: input.MixedInstancesPolicy }),
    ...(input.VPCZoneIdentifier !== undefined && { VPCZoneIdentifier: input.VPCZoneIdentifier }),
    TargetGroupARNs: [
      ...(input.TargetGroupARNs ?? []),
      ...(input.TrafficSources ?? []).map(({ Identifier = "" }) => Identifier),
    ],
    Tags: (input.Tags ?? []).map((tag) => ({
      ...tag,
      ResourceId: input.AutoScalingGroupName,
      ResourceType: "auto-scaling-group",
    })),
    Instances: imaginedServers(name, desired ?? 0, templateVersionOf(input)),
  };
}

function templateVersionOf(input: CreateAutoScalingGroupCommandInput): string | undefined {
  const specification = input.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
  return (input.LaunchTemplate ?? specification)?.Version;
}

/** The group after UpdateAutoScalingGroup, with as many servers as it would have in the end. */
export function resized(
  group: AutoScalingGroup,
  size: { min?: number | undefined; max?: number | undefined; desired?: number | undefined },
): AutoScalingGroup {
  const desired = size.desired ?? Math.max(group.DesiredCapacity ?? 0, size.min ?? 0);
  const kept = (group.Instances ?? []).slice(0, desired);
  const more = imaginedServers(
    `${group.AutoScalingGroupName}-more`,
    desired - kept.length,
    group.LaunchTemplate?.Version,
  );
  return {
    ...group,
    MinSize: size.min ?? group.MinSize,
    MaxSize: size.max ?? group.MaxSize,
    DesiredCapacity: desired,
    Instances: [...kept, ...more],
  };
}

const imaginedServers = (group: string, count: number, version: string | undefined) =>
  Array.from({ length: Math.max(0, count) }, (_none, index) => ({
    InstanceId: `planned-${group}-${index + 1}`,
    AvailabilityZone: "planned",
    LifecycleState: "InService" as const,
    HealthStatus: "Healthy",
    ProtectedFromScaleIn: false,
    LaunchTemplate: { LaunchTemplateId: "planned", Version: version ?? "0" },
  }));

export const isImagined = (id: string): boolean => id.startsWith("planned-");
