import type {
  DisableMetricsCollectionCommandInput,
  DisableMetricsCollectionCommandOutput,
  EnableMetricsCollectionCommandInput,
  EnableMetricsCollectionCommandOutput,
} from "@aws-sdk/client-auto-scaling";
import type { Operation } from "../../operation.ts";
import { type Answer, changeableGroup, invalid } from "../groups/find.ts";

/** The group metrics of the ASG user guide (ec2-auto-scaling-metrics), without those of warm pools. */
const METRICS = [
  "GroupMinSize",
  "GroupMaxSize",
  "GroupDesiredCapacity",
  "GroupInServiceInstances",
  "GroupPendingInstances",
  "GroupStandbyInstances",
  "GroupTerminatingInstances",
  "GroupTotalInstances",
  "GroupInServiceCapacity",
  "GroupPendingCapacity",
  "GroupStandbyCapacity",
  "GroupTerminatingCapacity",
  "GroupTotalCapacity",
];

/** Turns metrics on; all of them when none is named. They are listed in the group, and not measured. */
export const EnableMetricsCollection: Operation<
  EnableMetricsCollectionCommandInput,
  Answer<EnableMetricsCollectionCommandOutput>
> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "Metrics", "Granularity"],
  handle: ({ AutoScalingGroupName, Metrics, Granularity }, { world }) => {
    const group = changeableGroup(world.state, AutoScalingGroupName);
    if (Granularity !== "1Minute") throw invalid("Granularity must be 1Minute.");
    group.metricsCollection = [...new Set([...group.metricsCollection, ...named(Metrics)])];
    return {};
  },
};

export const DisableMetricsCollection: Operation<
  DisableMetricsCollectionCommandInput,
  Answer<DisableMetricsCollectionCommandOutput>
> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "Metrics"],
  handle: ({ AutoScalingGroupName, Metrics }, { world }) => {
    const group = changeableGroup(world.state, AutoScalingGroupName);
    const off = named(Metrics);
    group.metricsCollection = group.metricsCollection.filter((metric) => !off.includes(metric));
    return {};
  },
};

function named(given: readonly string[] | undefined): readonly string[] {
  if (!given || given.length === 0) return METRICS;
  const unknown = given.find((metric) => !METRICS.includes(metric));
  if (unknown !== undefined) throw invalid(`Metric '${unknown}' is not valid.`);
  return given;
}
