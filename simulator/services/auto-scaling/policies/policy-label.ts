import type { PutScalingPolicyCommandInput } from "@aws-sdk/client-auto-scaling";
import { invalid } from "../groups/find.ts";
import type { GroupRecord } from "../state.ts";

/**
 * A policy by ALBRequestCountPerTarget names a target group in its ResourceLabel, `app/<name>/<id>/targetgroup/<name>/<id>`:
 * "You can't specify a resource label unless the target group is attached to the Auto Scaling group" (aws-facts 8.7).
 */
export function checkLabel(group: GroupRecord, input: PutScalingPolicyCommandInput): void {
  const metric = input.TargetTrackingConfiguration?.PredefinedMetricSpecification;
  if (metric?.PredefinedMetricType !== "ALBRequestCountPerTarget") return;
  const label = metric.ResourceLabel ?? "";
  const attached = [...group.targetGroupArns, ...group.trafficSources.keys()].filter(
    (arn) => group.trafficSources.get(arn)?.state !== "Removing",
  );
  const named = label.slice(label.indexOf("/targetgroup/"));
  if (
    /^app\/[^/]+\/[^/]+\/targetgroup\/[^/]+\/[^/]+$/.test(label) &&
    attached.some((arn) => isOf(arn, named))
  )
    return;
  throw invalid(
    `The resource label '${label}' is not valid: its target group must be attached to the Auto Scaling group ${group.name}.`,
  );
}

const isOf = (arn: string, named: string): boolean =>
  arn.endsWith(named.replace("/targetgroup/", ":targetgroup/"));
