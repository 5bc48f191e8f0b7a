import type { Denial } from "../../simulator/iam/enforce-iam.ts";
import type { World } from "../../simulator/world/world.ts";

/** Whether a call was denied on something that somebody deleted: what does not exist carries no tag. */
export function isGone({ action, resource }: Pick<Denial, "action" | "resource">, { state }: World): boolean {
  if (action === "autoscaling:CreateAutoScalingGroup") return false;
  const name = resource.split("/").at(-1) ?? "";
  if (resource.includes(":autoScalingGroupName/")) return !state.groups.has(name);
  if (resource.includes(":launch-template/")) return name !== "*" && !state.launchTemplates.has(name);
  if (resource.includes(":listener/")) return !state.listeners.has(resource);
  if (resource.includes(":listener-rule/")) return !state.rules.has(resource);
  return false;
}
