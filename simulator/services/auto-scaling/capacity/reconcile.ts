import type { World } from "../../../world/world.ts";
import { countAhead, settleAhead } from "../replacement/ahead.ts";
import { replaceAtRisk } from "../replacement/at-risk.ts";
import { replaceOld } from "../replacement/lifetime.ts";
import { replaceUnhealthy } from "../replacement/unhealthy.ts";
import { rebalanceZones } from "../replacement/zones.ts";
import { chooseLeavers } from "../scale-in/leavers.ts";
import { forgetRemoved, settleSources } from "../sources/traffic.ts";
import type { GroupRecord } from "../state.ts";
import { settlePool, takeFromPool } from "../warm-pool/warm-pool.ts";
import { failLaunch } from "./arrival.ts";
import { capacityOf, countBySubnet, madeUpForLater } from "./counting.ts";
import { beginTermination } from "./departure.ts";
import { runs } from "./health.ts";
import { launchMissing } from "./launch.ts";
import { noteLaunchFailure } from "./launch-backoff.ts";
import { wake } from "./wake.ts";

/**
 * Compares a group with what it should be and acts on the difference: replaces what is unhealthy or too old, launches
 * what is missing, takes out what is too many, balances zones. One pass over its servers, however many changed.
 */
export function reconcile(world: World, name: string): void {
  const group = world.state.groups.get(name);
  if (!group) return;
  if (group.deleting) return finishDeletion(world, group);
  forgetRemoved(group);
  settleSources(world, group);
  dropFailedLaunches(world, group);
  settleAhead(world, group);
  replaceUnhealthy(world, group);
  replaceOld(world, group);
  replaceAtRisk(world, group);
  const capacity = capacityOf(group);
  if (capacity < group.desiredCapacity) launch(world, group, capacity + madeUpForLater(group));
  else if (capacity > group.desiredCapacity) scaleIn(world, group, capacity - group.desiredCapacity);
  else rebalanceZones(world, group);
  settlePool(world, group);
}

function finishDeletion(world: World, group: GroupRecord): void {
  for (const instance of group.instances.values()) {
    if (!instance.forced) {
      beginTermination(world, group, instance, { reason: "the deletion of its group", forced: true });
    }
  }
  if (group.instances.size > 0) return;
  const { name, arn, activities } = group;
  world.state.groups.delete(name);
  world.state.deletedGroups.set(arn, { name, arn, activities });
  world.happened("autoscaling", "group-deleted", name, { arn });
}

// A server that EC2 ended before it was in service was never launched, as the group sees it.
function dropFailedLaunches(world: World, group: GroupRecord): void {
  for (const instance of group.instances.values()) {
    if (!instance.lifecycleState.startsWith("Pending") || runs(world, instance)) continue;
    failLaunch(world, group, instance, "The instance ended before it was in service.");
    beginTermination(world, group, instance, { reason: "a failed launch" });
    noteLaunchFailure(world, group);
  }
}

function launch(world: World, group: GroupRecord, capacity: number): void {
  let present = capacity + countAhead(group, group.desiredCapacity - capacity);
  if (group.suspended.has("Launch") || present >= group.desiredCapacity) return;
  present += takeFromPool(world, group, group.desiredCapacity - present);
  if (present >= group.desiredCapacity) return;
  if (group.retryLaunchAt > world.now())
    return wake(world, group, (group.retryLaunchAt - world.now()) / 1000);
  const bySubnet = countBySubnet(group);
  launchMissing(world, group, { capacity: present, desired: group.desiredCapacity, bySubnet });
}

function scaleIn(world: World, group: GroupRecord, surplus: number): void {
  if (group.suspended.has("Terminate")) return;
  for (const instance of chooseLeavers(world, group, surplus)) {
    beginTermination(world, group, instance, { reason: "a scale-in to the desired capacity" });
  }
}
