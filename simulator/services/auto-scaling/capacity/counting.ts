import type { GroupInstance, GroupRecord } from "../state.ts";

const OUTSIDE_CAPACITY = new Set(["EnteringStandby", "Standby", "Detaching", "Detached"]);

export const isTerminating = (instance: GroupInstance): boolean =>
  instance.lifecycleState.startsWith("Terminating");

/** Whether the server is one of those that the group has running: those in standby, in the warm pool and on their way out are not. */
export const counts = (instance: GroupInstance): boolean =>
  !instance.warmed && !isTerminating(instance) && !OUTSIDE_CAPACITY.has(instance.lifecycleState);

/** What is compared with the desired capacity: servers launched ahead of one that goes come on top of it. */
export const capacityOf = (group: GroupRecord): number =>
  weigh(group, (instance) => counts(instance) && instance.ahead === null);

/** Who has left its capacity, and is made up for only when out of traffic. */
export const madeUpForLater = (group: GroupRecord): number =>
  weigh(group, (each) => each.madeUpForLater && each.lifecycleState === "EnteringStandby");

/** All that the group has running, what came on top of its desired capacity included. */
export const sizeOf = (group: GroupRecord): number => weigh(group, counts);

/** All that the group will have running once what is missing, or was just ended, has been made up for. */
export const expectedSize = (group: GroupRecord): number =>
  sizeOf(group) + Math.max(0, group.desiredCapacity - capacityOf(group));

/** How many servers each subnet has, without `except`. */
export function countBySubnet(group: GroupRecord, except?: string): Map<string, number> {
  const bySubnet = new Map<string, number>();
  for (const instance of group.instances.values()) {
    if (!counts(instance) || instance.id === except) continue;
    bySubnet.set(instance.subnetId, (bySubnet.get(instance.subnetId) ?? 0) + 1);
  }
  return bySubnet;
}

/** Nothing arrives, and nothing came on top: what is missing or too many is known. */
export const isAtRest = (group: GroupRecord): boolean =>
  [...group.instances.values()].every(
    (each) => !counts(each) || (each.lifecycleState === "InService" && each.ahead === null),
  );

/** The capacity of those of a group's servers. */
export function weigh(group: GroupRecord, which: (instance: GroupInstance) => boolean): number {
  let weight = 0;
  for (const instance of group.instances.values()) if (which(instance)) weight += instance.weight;
  return weight;
}
