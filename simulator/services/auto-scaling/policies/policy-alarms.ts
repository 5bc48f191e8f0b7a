import type { Alarm, PutScalingPolicyCommandInput } from "@aws-sdk/client-auto-scaling";
import type { World } from "../../../world/world.ts";
import type { GroupRecord } from "../state.ts";

/**
 * The alarms that a target tracking policy makes for itself: one above its target, and one below unless scale-in is
 * disabled (ASG user guide, as-scaling-target-tracking). A policy that is set again keeps the alarms it has.
 */
export function putPolicyAlarms(
  world: World,
  input: PutScalingPolicyCommandInput,
  before: readonly Alarm[],
): Alarm[] {
  const { TargetTrackingConfiguration: tracking } = input;
  if (!tracking) return [];
  const kinds = tracking.DisableScaleIn ? ["AlarmHigh"] : ["AlarmHigh", "AlarmLow"];
  return kinds.map((kind) => {
    const prefix = `TargetTracking-${input.AutoScalingGroupName}-${kind}-`;
    const known = before.find(({ AlarmName }) => AlarmName?.startsWith(prefix));
    const name = known?.AlarmName ?? `${prefix}${world.newUuid()}`;
    const arn = world.arn("cloudwatch", `alarm:${name}`);
    const comparison = kind === "AlarmHigh" ? "GreaterThanThreshold" : "LessThanThreshold";
    world.state.alarms.set(name, {
      name,
      arn,
      state: "INSUFFICIENT_DATA",
      tags: [],
      settings: {
        AlarmName: name,
        AlarmDescription: "DO NOT EDIT OR DELETE. For TargetTrackingScaling policy.",
        ComparisonOperator: comparison,
        Threshold: tracking.TargetValue,
        EvaluationPeriods: kind === "AlarmHigh" ? 3 : 15,
        Period: 60,
        ...metricOf(input),
      },
      stateReason: "Unchecked: Initial alarm creation",
      stateUpdatedAt: world.now(),
    });
    return { AlarmName: name, AlarmARN: arn };
  });
}

/** Deletes the alarms that the group's target tracking policies made. */
export function deletePolicyAlarms(world: World, group: GroupRecord): void {
  for (const policy of group.policies.values()) dropAlarms(world, policy["Alarms"] as readonly Alarm[]);
}

/** Deletes alarms that a policy made. */
export function dropAlarms(world: World, alarms: readonly Alarm[]): void {
  for (const { AlarmName: name = "" } of alarms) world.state.alarms.delete(name);
}

function metricOf({
  AutoScalingGroupName,
  TargetTrackingConfiguration: tracking,
}: PutScalingPolicyCommandInput) {
  const custom = tracking?.CustomizedMetricSpecification;
  if (custom) {
    const { MetricName, Namespace, Dimensions, Statistic } = custom;
    return { MetricName, Namespace, Dimensions, Statistic };
  }
  const predefined = tracking?.PredefinedMetricSpecification;
  if (predefined?.PredefinedMetricType === "ALBRequestCountPerTarget") {
    // ResourceLabel is app/<name>/<id>/targetgroup/<name>/<id>.
    const [balancer, group] = (predefined.ResourceLabel ?? "").split("/targetgroup/");
    return {
      MetricName: "RequestCountPerTarget",
      Namespace: "AWS/ApplicationELB",
      Dimensions: [
        { Name: "LoadBalancer", Value: balancer },
        { Name: "TargetGroup", Value: `targetgroup/${group}` },
      ],
      Statistic: "Sum",
    };
  }
  return {
    MetricName: predefined?.PredefinedMetricType?.replace("ASGAverage", "") ?? "",
    Namespace: "AWS/EC2",
    Dimensions: [{ Name: "AutoScalingGroupName", Value: AutoScalingGroupName }],
    Statistic: "Average",
  };
}
