import type { World } from "../../../world/world.ts";
import { isTerminating } from "../capacity/counting.ts";
import { beginTermination } from "../capacity/departure.ts";
import { replacedAtOnce, runs } from "../capacity/health.ts";
import type { GroupInstance, GroupRecord } from "../state.ts";
import { maintenanceBounds } from "./bounds.ts";
import { replaceWithin } from "./replace-within.ts";

/**
 * Replaces unhealthy servers in service. Those that EC2 runs no more go at once, whatever the maintenance policy says;
 * the others within its bounds, or without one about a tenth of the group at a time, ended first (aws-facts 1.3, 8.3).
 * While Launch is suspended they are ended all the same, but where the policy wants another one first (8.2).
 */
export function replaceUnhealthy(world: World, group: GroupRecord): void {
  if (group.suspended.has("ReplaceUnhealthy") || group.suspended.has("Terminate")) return;
  const unhealthy = [...group.instances.values()].filter((each) => each.healthStatus === "Unhealthy");
  const leaving = unhealthy.filter(isTerminating).length;
  const ill: GroupInstance[] = [];
  for (const instance of unhealthy) {
    if (instance.lifecycleState !== "InService") continue;
    if (runs(world, instance)) ill.push(instance);
    else {
      const reason = "an EC2 health check indicating it has been terminated or stopped";
      beginTermination(world, group, instance, { reason });
    }
  }
  const reason = "a health check";
  const bounds = maintenanceBounds(group);
  if (bounds) return replaceWithin(world, group, ill, { bounds, reason });
  const many = Math.max(0, replacedAtOnce(group.desiredCapacity) - leaving);
  for (const instance of ill.slice(0, many)) beginTermination(world, group, instance, { reason });
}
