import { isTerminating } from "../capacity/counting.ts";
import type { GroupInstance, GroupRecord } from "../state.ts";

/** A server's state as the API shows it: one in the warm pool has the prefix `Warmed:` (AS/Instance). */
export const shownState = ({ warmed, lifecycleState }: GroupInstance): string =>
  warmed ? `Warmed:${lifecycleState}` : lifecycleState;

/** Servers of the pool that are not on their way out. */
export const poolOf = (group: GroupRecord): GroupInstance[] =>
  [...group.instances.values()].filter((each) => each.warmed && !isTerminating(each));

/**
 * How many servers the pool is to have: up to the maximum, or the prepared capacity where that is given, less the desired
 * capacity, and at least its minimum (aws-facts 8.4). It is full on an empty group, too.
 */
export function poolSize(group: GroupRecord): number {
  const pool = group.warmPool;
  if (!pool || pool.deleting) return 0;
  return Math.max(pool.minSize, (pool.maxPrepared ?? group.maxSize) - group.desiredCapacity, 0);
}
