import type { World } from "../../../world/world.ts";
import { counts, countBySubnet, sizeOf } from "../capacity/counting.ts";
import { beginTermination } from "../capacity/departure.ts";
import { launchMissing } from "../capacity/launch.ts";
import { wake } from "../capacity/wake.ts";
import type { GroupInstance, GroupRecord } from "../state.ts";
import { isReady } from "./ready.ts";

/** Whether the group may launch something now: Launch is not suspended, and no failed launch is waited for. */
export const mayLaunch = (world: World, group: GroupRecord): boolean =>
  !group.suspended.has("Launch") && group.retryLaunchAt <= world.now();

interface AheadLaunch {
  /** The sentence of its activity's cause. */
  readonly why: string;
  readonly warmupSeconds: number;
}

/** Launches a server ahead of one that is then taken out. */
export function launchAhead(
  world: World,
  group: GroupRecord,
  old: GroupInstance,
  { why, warmupSeconds }: AheadLaunch,
): void {
  const capacity = sizeOf(group);
  launchMissing(world, group, {
    capacity,
    desired: capacity + old.weight,
    bySubnet: countBySubnet(group, old.id),
    ahead: { of: old.id, warmupSeconds },
    why,
  });
}

/** Ids of the servers ahead of which another one was launched. */
export const followed = (group: GroupRecord): Set<string> =>
  new Set([...group.instances.values()].filter(counts).flatMap(({ ahead }) => ahead?.of ?? []));

/**
 * Lets servers that were launched ahead take their places when they are ready: the one they replace goes, or the
 * group's capacity is larger than it should be, and scale-in chooses. Where the old one has gone by itself, they fill
 * its place at once.
 */
export function settleAhead(world: World, group: GroupRecord): void {
  for (const instance of group.instances.values()) {
    if (instance.ahead === null || !counts(instance)) continue;
    const { of, warmupSeconds } = instance.ahead;
    const old = of === null ? undefined : group.instances.get(of);
    if (of !== null && (!old || !counts(old))) instance.ahead = null;
    else if (!isReady(world, group, instance, warmupSeconds)) lookAgain(world, group, instance);
    else if (old) replace(world, group, instance, old);
    else instance.ahead = null;
  }
}

/** Makes servers that were launched ahead part of a capacity that lacks them. Answers the capacity it adds. */
export function countAhead(group: GroupRecord, missing: number): number {
  let added = 0;
  for (const instance of group.instances.values()) {
    if (added >= missing) break;
    if (instance.ahead?.of !== null || !counts(instance)) continue;
    instance.ahead = null;
    added += instance.weight;
  }
  return added;
}

// While Terminate is suspended both stay (aws-facts 8.2).
function replace(world: World, group: GroupRecord, next: GroupInstance, old: GroupInstance): void {
  if (group.suspended.has("Terminate")) return;
  next.ahead = null;
  beginTermination(world, group, old, { reason: `its replacement by ${next.id}` });
}

function lookAgain(world: World, group: GroupRecord, { inServiceAt, ahead }: GroupInstance): void {
  if (inServiceAt === null) return;
  const warmAt = inServiceAt + (ahead?.warmupSeconds ?? 0) * 1000;
  if (warmAt > world.now()) wake(world, group, (warmAt - world.now()) / 1000);
}
