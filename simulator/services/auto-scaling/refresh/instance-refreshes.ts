import type {
  CancelInstanceRefreshCommandInput,
  CancelInstanceRefreshCommandOutput,
  DescribeInstanceRefreshesCommandInput,
  DescribeInstanceRefreshesCommandOutput,
  InstanceRefresh,
  StartInstanceRefreshCommandInput,
  StartInstanceRefreshCommandOutput,
} from "@aws-sdk/client-auto-scaling";
import type { WorldState } from "../../../world/state.ts";
import { type Operation, paginate, ServiceFault } from "../../operation.ts";
import { type Answer, changeableGroup, groupNamed, invalid, pageSize } from "../groups/find.ts";
import type { GroupRecord, RefreshRecord } from "../state.ts";
import { leftOf } from "./left.ts";
import { settingsOf, shapeOf } from "./preferences.ts";
import { activeRefresh, goOn } from "./rolling.ts";

/**
 * Begins to replace the group's servers by new ones of the same configuration, in batches. One at a time goes on for a
 * group (aws-facts 8.4). A desired configuration, a rollback and alarms are not carried out, and refused by name.
 */
export const StartInstanceRefresh: Operation<
  StartInstanceRefreshCommandInput,
  Answer<StartInstanceRefreshCommandOutput>
> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "Strategy", "Preferences"],
  handle: ({ AutoScalingGroupName, Strategy = "Rolling", Preferences = {} }, { world }) => {
    const group = changeableGroup(world.state, AutoScalingGroupName);
    if (Strategy !== "Rolling") throw invalid(`The strategy ${Strategy} is not simulated.`);
    const settings = settingsOf(group, Preferences);
    refuseWhileRefreshed(group);
    const refresh: RefreshRecord = {
      id: world.newUuid(),
      startedAt: world.now(),
      settings,
      servers: 0,
      status: "Pending",
      statusReason: null,
      endedAt: null,
      checkpointsPassed: 0,
      waitsUntil: null,
      progress: { left: 0, at: world.now() },
    };
    refresh.servers = leftOf(world.state, group, refresh).length;
    refresh.progress = { left: refresh.servers, at: world.now() };
    group.refreshes.unshift(refresh);
    world.happened("autoscaling", "instance-refresh-started", group.name);
    goOn(world, group.name, refresh.id);
    return { InstanceRefreshId: refresh.id };
  },
};

/** Ends one that goes on; what it has replaced stays. Throws `ActiveInstanceRefreshNotFound`. */
export const CancelInstanceRefresh: Operation<
  CancelInstanceRefreshCommandInput,
  Answer<CancelInstanceRefreshCommandOutput>
> = {
  kind: "write",
  accepts: ["AutoScalingGroupName"],
  handle: ({ AutoScalingGroupName }, { world }) => {
    const group = changeableGroup(world.state, AutoScalingGroupName);
    const refresh = activeRefresh(group);
    if (!refresh) {
      const message = `No in progress or pending Instance Refresh found for Auto Scaling group ${group.name}`;
      throw new ServiceFault("ActiveInstanceRefreshNotFound", message);
    }
    refresh.status = "Cancelling";
    return { InstanceRefreshId: refresh.id };
  },
};

/** Newest first, at most 100 a page. */
export const DescribeInstanceRefreshes: Operation<
  DescribeInstanceRefreshesCommandInput,
  Answer<DescribeInstanceRefreshesCommandOutput>
> = {
  kind: "read",
  accepts: ["AutoScalingGroupName", "InstanceRefreshIds", "MaxRecords", "NextToken"],
  handle: ({ AutoScalingGroupName, InstanceRefreshIds: ids = [], MaxRecords, NextToken }, { state }) => {
    const group = groupNamed(state, AutoScalingGroupName);
    const found = group.refreshes.filter(({ id }) => ids.length === 0 || ids.includes(id));
    const { page, nextToken } = paginate(found, pageSize(MaxRecords), NextToken);
    return { InstanceRefreshes: page.map((refresh) => shape(state, group, refresh)), NextToken: nextToken };
  },
};

/** Throws `InstanceRefreshInProgress` while one goes on. */
export function refuseWhileRefreshed(group: GroupRecord): void {
  if (!activeRefresh(group)) return;
  const message = `An Instance Refresh is already in progress for Auto Scaling group ${group.name}.`;
  throw new ServiceFault("InstanceRefreshInProgress", message);
}

function shape(state: WorldState, group: GroupRecord, refresh: RefreshRecord): InstanceRefresh {
  const left = refresh.endedAt === null ? leftOf(state, group, refresh).length : refresh.progress.left;
  const done = refresh.servers === 0 ? 100 : Math.round((100 * (refresh.servers - left)) / refresh.servers);
  return {
    InstanceRefreshId: refresh.id,
    AutoScalingGroupName: group.name,
    Status: refresh.status,
    ...(refresh.statusReason !== null && { StatusReason: refresh.statusReason }),
    StartTime: new Date(refresh.startedAt),
    ...(refresh.endedAt !== null && { EndTime: new Date(refresh.endedAt) }),
    PercentageComplete: refresh.status === "Pending" ? 0 : done,
    InstancesToUpdate: left,
    Strategy: "Rolling",
    Preferences: shapeOf(refresh.settings),
  };
}
