import type { World } from "../../../world/world.ts";
import { stamp } from "../capacity/activity.ts";
import type { Place } from "../capacity/balance.ts";
import { countBySubnet, counts, isAtRest, sizeOf } from "../capacity/counting.ts";
import { beginTermination } from "../capacity/departure.ts";
import { launchMissing, placesOf } from "../capacity/launch.ts";
import { chooseLeavers } from "../scale-in/leavers.ts";
import type { GroupRecord } from "../state.ts";
import { mayLaunch } from "./ahead.ts";
import { maintenanceBounds } from "./bounds.ts";
import { isWarm, warmupOf } from "./ready.ts";
import { movesTo } from "./zone-moves.ts";

/**
 * Makes zones as equal as can be that a terminate call, a detachment, standby, other zones or a zone's capacity that came
 * back left unequal (aws-facts 8.1): launches where the fewest are, and scale-in then takes from the fullest. Beyond
 * MaxSize it goes by a tenth or by one, or with a maintenance policy to its upper bound (8.3). A group at rest is looked
 * at; while AZRebalance or Launch is suspended nothing is done (8.2). Groups with weights are left alone.
 */
export function rebalanceZones(world: World, group: GroupRecord): void {
  if (group.suspended.has("AZRebalance") || !mayLaunch(world, group) || !isAtRest(group)) return;
  const places = placesOf(world, group).filter((place) => hasRoom(world, place));
  const moves = movesTo(group, new Set(places.map(({ zone }) => zone)));
  if (moves.length === 0) return;
  const bounds = maintenanceBounds(group);
  const size = sizeOf(group);
  const room = (bounds?.most ?? group.maxSize + Math.max(1, Math.floor(group.maxSize / 10))) - size;
  if (room <= 0) return endFirst(world, group, moves.length);
  const targets = new Set(moves);
  launchMissing(world, group, {
    capacity: size,
    desired: size + Math.min(room, moves.length),
    bySubnet: countBySubnet(group),
    places: places.filter(({ zone }) => targets.has(zone)),
    ahead: { of: null, warmupSeconds: warmupOf(group) },
    why: `At ${stamp(world.now())} an instance was launched to aid in balancing the group's zones.`,
  });
}

// A maintenance policy without room above the desired capacity: one goes, and its successor is launched where few are.
function endFirst(world: World, group: GroupRecord, moves: number): void {
  const bounds = maintenanceBounds(group);
  if (!bounds || group.suspended.has("Terminate")) return;
  const standing = [...group.instances.values()].filter(counts);
  const ready = standing.filter((each) => isWarm(world, each, warmupOf(group))).length;
  const many = Math.min(moves, ready - bounds.least);
  if (many <= 0) return;
  for (const instance of chooseLeavers(world, group, many)) {
    beginTermination(world, group, instance, { reason: "the balance of its group's zones" });
  }
}

function hasRoom({ state }: World, { subnetId }: Place): boolean {
  const subnet = state.subnets.get(subnetId);
  return subnet !== undefined && !subnet.outOfCapacity && subnet.freeAddresses > 0;
}
