import type {
  CustomizedMetricSpecification,
  MetricDimension,
  TargetTrackingConfiguration,
} from "@aws-sdk/client-auto-scaling";

/** Whose metrics a policy shall follow instead of whose. */
export interface Successor {
  readonly blue: string;
  readonly green: string;
  /** ARNs of the target groups that blue is in. */
  readonly blueTargetGroups: readonly string[];
  /** ARNs of green's target groups; none when it has none of its own, and what the policy names stays. */
  readonly targetGroups: readonly string[];
  /** Of several pairs of target groups the ARNs of each: green takes the other one of blue's pair. */
  readonly pairs: readonly (readonly string[])[];
}

/**
 * The same tracking for green. A policy that went on measuring blue's group or target group would see traffic vanish
 * while green takes it, and shrink green: so resource labels and dimensions that name blue's are made to name green's.
 */
export function trackingOfGreen(
  tracking: TargetTrackingConfiguration,
  successor: Successor,
): TargetTrackingConfiguration {
  const { PredefinedMetricSpecification: predefined, CustomizedMetricSpecification: customized } = tracking;
  return {
    ...tracking,
    ...(predefined?.ResourceLabel !== undefined && {
      PredefinedMetricSpecification: {
        ...predefined,
        ResourceLabel: labelOfGreen(predefined.ResourceLabel, successor),
      },
    }),
    ...(customized && { CustomizedMetricSpecification: customizedOfGreen(customized, successor) }),
  };
}

/** `app/<balancer>/<id>/targetgroup/<name>/<id>`: the form of an ALBRequestCountPerTarget label. */
const labelOfGreen = (label: string, successor: Successor): string =>
  label.replace(/targetgroup\/.*$/, (suffix) => targetGroupOfGreen(suffix, successor));

/** Somebody else's target group stays: workers may be scaled by what the web servers get. */
function targetGroupOfGreen(suffix: string, { blueTargetGroups, targetGroups, pairs }: Successor): string {
  const blue = blueTargetGroups.find((arn) => suffixOf(arn) === suffix);
  if (blue === undefined) return suffix;
  const pair = pairs.find((arns) => arns.includes(blue));
  const green = targetGroups.find((arn) => pair?.includes(arn)) ?? targetGroups[0];
  return green === undefined ? suffix : suffixOf(green);
}

function customizedOfGreen(
  metric: CustomizedMetricSpecification,
  successor: Successor,
): CustomizedMetricSpecification {
  const { Dimensions, Metrics } = metric;
  return {
    ...metric,
    ...(Dimensions && { Dimensions: dimensionsOfGreen(Dimensions, successor) }),
    ...(Metrics && {
      Metrics: Metrics.map((query) => {
        const { MetricStat } = query;
        const inner = MetricStat?.Metric;
        if (!MetricStat || !inner?.Dimensions) return query;
        const Metric = { ...inner, Dimensions: dimensionsOfGreen(inner.Dimensions, successor) };
        return { ...query, MetricStat: { ...MetricStat, Metric } };
      }),
    }),
  };
}

function dimensionsOfGreen(dimensions: readonly MetricDimension[], successor: Successor): MetricDimension[] {
  return dimensions.map((dimension) => {
    const { Name, Value = "" } = dimension;
    if (Name === "AutoScalingGroupName" && Value === successor.blue) return { Name, Value: successor.green };
    if (Name === "TargetGroup") return { Name, Value: targetGroupOfGreen(Value, successor) };
    return dimension;
  });
}

/** `targetgroup/<name>/<id>`, as CloudWatch names a target group. */
const suffixOf = (arn: string): string => arn.slice(arn.indexOf("targetgroup/"));
