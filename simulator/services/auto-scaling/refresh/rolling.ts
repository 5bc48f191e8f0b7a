import type { World } from "../../../world/world.ts";
import { isTerminating } from "../capacity/counting.ts";
import { wake } from "../capacity/wake.ts";
import { boundsOf } from "../replacement/bounds.ts";
import { replaceWithin } from "../replacement/replace-within.ts";
import type { GroupInstance, GroupRecord, RefreshRecord } from "../state.ts";
import { isReplaceable, leftOf } from "./left.ts";

/** Between two looks at a refresh. An assumption: AWS gives no figure. */
const LOOK_SECONDS = 10;
/** Without a process it needs the refresh stands, and is not cancelled (aws-facts 8.2). */
const NEEDED = ["InstanceRefresh", "Launch", "Terminate"];
/** Without progress for an hour, or after 14 days, it fails (aws-facts 8.4). */
const LONGEST_STANDSTILL_MS = 3_600_000;
const LONGEST_MS = 14 * 86_400_000;

/** Whether a refresh of the group goes on (aws-facts 8.4). */
export const activeRefresh = ({ refreshes }: GroupRecord): RefreshRecord | undefined =>
  refreshes.find(({ endedAt }) => endedAt === null);

/** Replaces servers within the bounds until none is left that the refresh has to replace. */
export function goOn(world: World, groupName: string, id: string): void {
  world.after(LOOK_SECONDS, () => {
    const group = world.state.groups.get(groupName);
    const refresh = group?.refreshes.find((each) => each.id === id);
    if (!group || !refresh || refresh.endedAt !== null) return;
    look(world, group, refresh);
    if (refresh.endedAt === null) goOn(world, groupName, id);
  });
}

function look(world: World, group: GroupRecord, refresh: RefreshRecord): void {
  if (refresh.status === "Cancelling") return end(world, group, refresh, { status: "Cancelled" });
  const now = world.now();
  // What is waited for on purpose is no standstill.
  if (refresh.waitsUntil !== null) {
    if (now < refresh.waitsUntil) return;
    refresh.waitsUntil = null;
    refresh.progress = { ...refresh.progress, at: now };
    if (refresh.status === "Baking") return end(world, group, refresh, { status: "Successful" });
  }
  if (failsByTime(refresh, now)) {
    const reason = "It made no progress for an hour, or took longer than 14 days.";
    return end(world, group, refresh, { status: "Failed", reason });
  }
  if (NEEDED.some((process) => group.suspended.has(process))) return;
  refresh.status = "InProgress";
  advance(world, group, refresh);
}

function advance(world: World, group: GroupRecord, refresh: RefreshRecord): void {
  const left = leftOf(world.state, group, refresh);
  if (left.length < refresh.progress.left) refresh.progress = { left: left.length, at: world.now() };
  const { settings, servers } = refresh;
  if (isWhole(world, group, refresh)) {
    const next = settings.checkpoints[refresh.checkpointsPassed];
    if (next !== undefined && next < 100 && servers - left.length >= share(servers, next)) {
      return passCheckpoint(world, group, refresh);
    }
    if (left.length === 0) return finish(world, group, refresh);
  }
  const until = share(servers, settings.checkpoints[refresh.checkpointsPassed] ?? 100);
  const many = Math.max(0, until - (servers - left.length));
  const { minHealthyPercentage: low, maxHealthyPercentage: high, warmupSeconds } = settings;
  const replaced = left.filter((each) => isReplaceable(each, settings)).slice(0, many);
  const bounds = boundsOf(group.desiredCapacity, low, high);
  replaceWithin(world, group, replaced, { bounds, reason: "an instance refresh", warmupSeconds });
  wake(world, group);
}

const share = (servers: number, percentage: number): number => Math.ceil((servers * percentage) / 100);

// The last one ends the refresh: where it is below 100 not all servers are replaced (AS/RefreshPreferences).
function passCheckpoint(world: World, group: GroupRecord, refresh: RefreshRecord): void {
  const { checkpoints, checkpointDelaySeconds } = refresh.settings;
  refresh.checkpointsPassed++;
  if (refresh.checkpointsPassed === checkpoints.length) return finish(world, group, refresh);
  refresh.waitsUntil = world.now() + checkpointDelaySeconds * 1000;
}

function finish(world: World, group: GroupRecord, refresh: RefreshRecord): void {
  const { bakeSeconds } = refresh.settings;
  if (bakeSeconds === 0) return end(world, group, refresh, { status: "Successful" });
  refresh.status = "Baking";
  refresh.waitsUntil = world.now() + bakeSeconds * 1000;
}

const failsByTime = ({ startedAt, progress }: RefreshRecord, now: number): boolean =>
  now - progress.at >= LONGEST_STANDSTILL_MS || now - startedAt >= LONGEST_MS;

/** All that there are to be are in service, the new ones for as long as they warm up. */
function isWhole(world: World, group: GroupRecord, { startedAt, settings }: RefreshRecord): boolean {
  const isWarm = ({ joinedAt, inServiceAt }: GroupInstance): boolean =>
    inServiceAt !== null &&
    (joinedAt <= startedAt || world.now() - inServiceAt >= settings.warmupSeconds * 1000);
  const warm = [...group.instances.values()].filter(
    (each) => !isTerminating(each) && each.ahead === null && isWarm(each),
  );
  return warm.length >= group.desiredCapacity;
}

interface Ending {
  readonly status: "Cancelled" | "Successful" | "Failed";
  readonly reason?: string;
}

function end(world: World, group: GroupRecord, refresh: RefreshRecord, { status, reason }: Ending): void {
  refresh.status = status;
  refresh.statusReason = reason ?? null;
  refresh.endedAt = world.now();
  world.happened("autoscaling", "instance-refresh-ended", group.name, { status });
}
