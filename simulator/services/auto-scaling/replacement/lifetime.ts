import type { World } from "../../../world/world.ts";
import { isAtRest, isTerminating } from "../capacity/counting.ts";
import { beginTermination } from "../capacity/departure.ts";
import { replacedAtOnce } from "../capacity/health.ts";
import { wake } from "../capacity/wake.ts";
import type { GroupInstance, GroupRecord } from "../state.ts";
import { maintenanceBounds } from "./bounds.ts";
import { replaceWithin } from "./replace-within.ts";

/** Seconds that a server may be in service; 0: for ever. */
const maxLifetime = ({ verbatim }: GroupRecord): number =>
  (verbatim["MaxInstanceLifetime"] as number | undefined) ?? 0;

/**
 * Replaces servers that are in service for longer than MaxInstanceLifetime: one at a time, and where several are due up
 * to a tenth of the group, ended first unless the maintenance policy says otherwise. Protected ones are left, and all
 * while Launch or Terminate is suspended (aws-facts 8.2, 8.3). That it begins when the time is over, and not some time
 * before, is an assumption: AWS gives no figure.
 */
export function replaceOld(world: World, group: GroupRecord): void {
  const lifetime = maxLifetime(group);
  if (lifetime === 0) return;
  const aging = [...group.instances.values()]
    .filter((each) => each.lifecycleState === "InService" && !each.protectedFromScaleIn)
    .toSorted((a, b) => endOf(a, lifetime) - endOf(b, lifetime));
  const due = aging.filter((each) => endOf(each, lifetime) <= world.now());
  const next = aging[due.length];
  if (next) wake(world, group, (endOf(next, lifetime) - world.now()) / 1000);
  if (due.length === 0 || group.suspended.has("Launch") || group.suspended.has("Terminate")) return;
  const reason = "its maximum lifetime";
  const bounds = maintenanceBounds(group);
  if (bounds) return replaceWithin(world, group, due, { bounds, reason });
  if (!isAtRest(group) || [...group.instances.values()].some(isTerminating)) return;
  for (const instance of due.slice(0, replacedAtOnce(group.desiredCapacity))) {
    beginTermination(world, group, instance, { reason });
  }
}

const endOf = ({ inServiceAt }: GroupInstance, lifetime: number): number =>
  (inServiceAt ?? Number.POSITIVE_INFINITY) + lifetime * 1000;
