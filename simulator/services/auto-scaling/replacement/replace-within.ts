import type { World } from "../../../world/world.ts";
import { stamp } from "../capacity/activity.ts";
import { counts, expectedSize, weigh } from "../capacity/counting.ts";
import { beginTermination } from "../capacity/departure.ts";
import type { GroupInstance, GroupRecord } from "../state.ts";
import { followed, launchAhead, mayLaunch } from "./ahead.ts";
import type { Bounds } from "./bounds.ts";
import { isWarm, warmupOf } from "./ready.ts";

interface Replacement {
  readonly bounds: Bounds;
  /** Ends the sentence `At …, instance i-… was taken out of service in response to`. */
  readonly reason: string;
  readonly warmupSeconds?: number;
}

/**
 * Replaces servers as far as the bounds allow now: one is ended while enough others are in service and warm, and else
 * another one is launched ahead of it while the group may grow (aws-facts 8.3). The rest waits for the next look.
 */
export function replaceWithin(
  world: World,
  group: GroupRecord,
  outworn: readonly GroupInstance[],
  { bounds, reason, warmupSeconds = warmupOf(group) }: Replacement,
): void {
  const begun = followed(group);
  let ready = weigh(group, (each) => counts(each) && isWarm(world, each, warmupSeconds));
  for (const instance of outworn) {
    if (begun.has(instance.id)) continue;
    const left = isWarm(world, instance, warmupSeconds) ? ready - instance.weight : ready;
    if (left >= bounds.least) {
      ready = left;
      beginTermination(world, group, instance, { reason });
    } else if (expectedSize(group) + instance.weight <= bounds.most && mayLaunch(world, group)) {
      const why = `At ${stamp(world.now())} an instance was started ahead of the replacement of ${instance.id} in response to ${reason}.`;
      launchAhead(world, group, instance, { why, warmupSeconds });
    } else return;
  }
}
