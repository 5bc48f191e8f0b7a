import type { World } from "../../../world/world.ts";
import type { GroupRecord } from "../state.ts";

const FIRST_RETRY_SECONDS = 15;
const LONGEST_RETRY_SECONDS = 900;
/** aws-facts 1.3: the group's launches are suspended after about 24 hours of failures. */
const SUSPENDED_AFTER_SECONDS = 24 * 3600;

/** Seconds until the next attempt after `failures` failed ones in a row. An assumption: AWS gives no figures. */
export const retryDelay = (failures: number): number =>
  Math.min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** Math.max(0, failures - 1));

/** Puts the next launch off, ever longer; failures while it waits already do not add up. After a day of failures the group's launches are suspended. */
export function noteLaunchFailure(world: World, group: GroupRecord): void {
  const now = world.now();
  if (group.retryLaunchAt > now) return;
  group.launchFailures++;
  group.launchFailingSince ??= now;
  group.retryLaunchAt = now + retryDelay(group.launchFailures) * 1000;
  if (now - group.launchFailingSince >= SUSPENDED_AFTER_SECONDS * 1000) {
    group.suspended.set("Launch", "Administratively suspended after failed launches for 24 hours.");
  }
}

export function noteLaunchSuccess(group: GroupRecord): void {
  group.launchFailures = 0;
  group.launchFailingSince = null;
  group.retryLaunchAt = 0;
}

/** A changed group tries at once. */
export function forgetLaunchDelay(group: GroupRecord): void {
  group.launchFailures = 0;
  group.retryLaunchAt = 0;
}
