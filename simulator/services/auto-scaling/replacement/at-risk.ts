import type { World } from "../../../world/world.ts";
import { stamp } from "../capacity/activity.ts";
import { expectedSize } from "../capacity/counting.ts";
import { wake } from "../capacity/wake.ts";
import type { GroupInstance, GroupRecord } from "../state.ts";
import { followed, launchAhead, mayLaunch } from "./ahead.ts";
import { maintenanceBounds } from "./bounds.ts";
import { warmupOf } from "./ready.ts";

/** Notes that EC2 said of a Spot server that it is at risk, or that it takes it; only with CapacityRebalance on. */
export function noteRisk(world: World, group: GroupRecord, instance: GroupInstance): void {
  if (group.verbatim["CapacityRebalance"] !== true) return;
  instance.atRisk = true;
  wake(world, group);
}

/**
 * Launches another server ahead of each that is at risk, up to a tenth of the desired capacity or one above it, or the
 * maintenance policy's upper bound; the old one is ended when the new one passes its health check, its hooks run
 * (aws-facts 8.3). What cannot be launched is tried again. While Launch is suspended nothing is (8.2).
 */
export function replaceAtRisk(world: World, group: GroupRecord): void {
  const begun = followed(group);
  const margin = Math.max(1, Math.floor(group.desiredCapacity / 10));
  const most = maintenanceBounds(group)?.most ?? group.desiredCapacity + margin;
  for (const instance of group.instances.values()) {
    const { atRisk, lifecycleState, weight, id } = instance;
    if (!atRisk || lifecycleState !== "InService" || begun.has(id)) continue;
    if (!mayLaunch(world, group) || expectedSize(group) + weight > most) return;
    const why = `At ${stamp(world.now())} an instance was started in response to a rebalance recommendation for ${id}.`;
    launchAhead(world, group, instance, { why, warmupSeconds: warmupOf(group) });
  }
}
