import type { AutoScalingGroup } from "@aws-sdk/client-auto-scaling";

interface Recycled {
  readonly name: string;
  readonly template: { readonly version: string } | null;
  readonly deleting: boolean;
  readonly suspendedProcesses: readonly string[];
  readonly raw: Pick<AutoScalingGroup, "WarmPoolConfiguration" | "MixedInstancesPolicy">;
}

/** Without these a substitute would not come, would never be registered, or an old server could not be put back (aws-facts 8.2). */
const NEEDED = ["Launch", "Terminate", "AddToLoadBalancer", "HealthCheck"];

/** Why servers of a group cannot be replaced in place, each with the way out; empty: they can. `version`: what the generation has pinned. */
export function groupRefusals(group: Recycled, version: number): string[] {
  const { name, template, deleting, suspendedProcesses, raw } = group;
  const refusals: string[] = [];
  if (deleting) refusals.push(`group ${name} is being deleted: wait for its end`);
  if (template?.version !== String(version))
    refusals.push(
      `group ${name} would launch from version ${template?.version ?? "none"} of its template, and its generation is of version ${version}: set that version again, or have the fleet replaced (moult rollout start <fleet> --force)`,
    );
  if (raw.WarmPoolConfiguration !== undefined)
    refusals.push(
      `group ${name} has a warm pool, whose servers were made before: take it off (aws autoscaling delete-warm-pool --auto-scaling-group-name ${name}), or declare recycle.by: fleet`,
    );
  const weighted = (raw.MixedInstancesPolicy?.LaunchTemplate?.Overrides ?? []).some(
    ({ WeightedCapacity: weight }) => weight !== undefined && weight !== "1",
  );
  if (weighted)
    refusals.push(
      `group ${name} weighs its instance types, so that one server does not take the place of another: declare recycle.by: fleet`,
    );
  const stopped = NEEDED.filter((each) => suspendedProcesses.includes(each));
  if (stopped.length > 0)
    refusals.push(
      `group ${name} has ${stopped.join(" and ")} suspended: resume them (aws autoscaling resume-processes --auto-scaling-group-name ${name} --scaling-processes ${stopped.join(" ")})`,
    );
  return refusals;
}
