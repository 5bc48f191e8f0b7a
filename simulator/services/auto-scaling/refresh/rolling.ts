import type { World } from "../../../world/world.ts";
import { isTerminating } from "../capacity/counting.ts";
import { beginTermination } from "../capacity/departure.ts";
import { wake } from "../capacity/wake.ts";
import type { GroupInstance, GroupRecord, RefreshRecord } from "../state.ts";

/** Between two looks at a refresh. An assumption: AWS gives no figure. */
const LOOK_SECONDS = 10;
/** Without a process it needs the refresh stands, and is not cancelled (aws-facts 8.2). */
const NEEDED = ["InstanceRefresh", "Launch", "Terminate"];

/** Whether a refresh of the group goes on (aws-facts 8.4). */
export const activeRefresh = ({ refreshes }: GroupRecord): RefreshRecord | undefined =>
  refreshes.find(({ endedAt }) => endedAt === null);

/** Replaces servers in batches until all are younger than the refresh. */
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
  if (refresh.status === "Cancelling") return end(world, group, refresh, "Cancelled");
  if (NEEDED.some((process) => group.suspended.has(process))) return;
  refresh.status = "InProgress";
  const old = oldOf(group, refresh);
  if (old.length === 0 && isWhole(world, group, refresh)) return end(world, group, refresh, "Successful");
  if (!isWhole(world, group, refresh)) return;
  const spare = Math.floor((group.desiredCapacity * (100 - refresh.minHealthyPercentage)) / 100);
  for (const instance of old.slice(0, Math.max(1, spare)))
    beginTermination(world, group, instance, { reason: "an instance refresh" });
  wake(world, group);
}

/** Servers that it has still to replace; those that stand by or are protected it leaves (AS/RefreshPreferences: Ignore). */
export const oldOf = (group: GroupRecord, { startedAt }: RefreshRecord): GroupInstance[] =>
  [...group.instances.values()].filter(
    (each) => each.joinedAt <= startedAt && each.lifecycleState === "InService" && !each.protectedFromScaleIn,
  );

/** All that there are to be are in service, the new ones for as long as they warm up. */
function isWhole(world: World, group: GroupRecord, { startedAt, warmupSeconds }: RefreshRecord): boolean {
  const standing = [...group.instances.values()].filter((each) => !isTerminating(each));
  const warm = standing.filter(
    ({ joinedAt, inServiceAt }) =>
      inServiceAt !== null && (joinedAt <= startedAt || world.now() - inServiceAt >= warmupSeconds * 1000),
  );
  return warm.length >= group.desiredCapacity;
}

function end(
  world: World,
  group: GroupRecord,
  refresh: RefreshRecord,
  status: "Cancelled" | "Successful",
): void {
  refresh.status = status;
  refresh.endedAt = world.now();
  world.happened("autoscaling", "instance-refresh-ended", group.name, { status });
}
