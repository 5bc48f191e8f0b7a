import type { ScalingPolicy, StepAdjustment } from "@aws-sdk/client-auto-scaling";

interface Breach {
  readonly MetricValue?: number | undefined;
  readonly BreachThreshold?: number | undefined;
}

/**
 * The capacity that a simple or step policy asks for (ASG user guide, as-scaling-simple-step): a percentage between 0
 * and 1 counts as 1, larger ones are rounded towards zero, and a minimum magnitude holds for percentages.
 */
export function adjusted(current: number, policy: ScalingPolicy, breach: Breach): number {
  const steps = policy.StepAdjustments ?? [];
  const difference = (breach.MetricValue ?? 0) - (breach.BreachThreshold ?? 0);
  const step = steps.find((each) => covers(each, difference));
  const adjustment = steps.length > 0 ? step?.ScalingAdjustment : policy.ScalingAdjustment;
  if (adjustment === undefined) return current;
  if (policy.AdjustmentType === "ExactCapacity") return adjustment;
  if (policy.AdjustmentType === "ChangeInCapacity") return current + adjustment;
  const share = (current * adjustment) / 100;
  const rounded = Math.abs(share) < 1 ? Math.sign(share) : Math.trunc(share);
  const least = policy.MinAdjustmentMagnitude ?? 0;
  return current + Math.sign(rounded) * Math.max(Math.abs(rounded), least);
}

// Bounds are relative to the threshold; an absent one is infinite. The breach side of a bound belongs to its step.
function covers(step: StepAdjustment, difference: number): boolean {
  const low = step.MetricIntervalLowerBound ?? Number.NEGATIVE_INFINITY;
  const high = step.MetricIntervalUpperBound ?? Number.POSITIVE_INFINITY;
  return difference >= 0 ? difference >= low && difference < high : difference > low && difference <= high;
}
