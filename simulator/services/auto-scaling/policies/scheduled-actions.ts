import type {
  DeleteScheduledActionCommandInput,
  DeleteScheduledActionCommandOutput,
  DescribeScheduledActionsCommandInput,
  DescribeScheduledActionsCommandOutput,
  PutScheduledUpdateGroupActionCommandInput,
  PutScheduledUpdateGroupActionCommandOutput,
  ScheduledUpdateGroupAction,
} from "@aws-sdk/client-auto-scaling";
import type { World } from "../../../world/world.ts";
import { type Operation, paginate, ServiceFault } from "../../operation.ts";
import { type Answer, changeableGroup, groupNamed, invalid, pageSize } from "../groups/find.ts";
import { changedSize, resize } from "../groups/size.ts";
import type { GroupRecord } from "../state.ts";
import { checkRecurrence, nextTime } from "./recurrence.ts";

/** aws-facts 2: scheduled actions of one group. */
const MOST_ACTIONS = 125;

/**
 * Sets a scheduled action. It runs at StartTime, and at what its Recurrence says in its time zone until EndTime. Described,
 * StartTime is the next time (ASG/ec2-auto-scaling-scheduled-scaling.html).
 */
export const PutScheduledUpdateGroupAction: Operation<
  PutScheduledUpdateGroupActionCommandInput,
  Answer<PutScheduledUpdateGroupActionCommandOutput>
> = {
  kind: "write",
  accepts: [
    ...(["AutoScalingGroupName", "ScheduledActionName", "Time", "StartTime", "EndTime"] as const),
    ...(["Recurrence", "MinSize", "MaxSize", "DesiredCapacity", "TimeZone"] as const),
  ],
  handle: (input, { world }) => {
    const group = changeableGroup(world.state, input.AutoScalingGroupName);
    const name = input.ScheduledActionName ?? "";
    const start = input.StartTime ?? input.Time;
    checkTimes(input, start, world.now());
    checkStart(group, name, start);
    if ([input.MinSize, input.MaxSize, input.DesiredCapacity].every((size) => size === undefined))
      throw invalid("At least one of MinSize, MaxSize or DesiredCapacity must be given.");
    checkRecurrence(input.Recurrence, input.TimeZone);
    if (!group.scheduledActions.has(name) && group.scheduledActions.size >= MOST_ACTIONS) {
      throw new ServiceFault("LimitExceeded", `A group can have at most ${MOST_ACTIONS} scheduled actions.`);
    }
    const resource = `scheduledUpdateGroupAction:${world.newUuid()}:autoScalingGroupName/${group.name}:scheduledActionName/${name}`;
    const known = group.scheduledActions.get(name) as ScheduledUpdateGroupAction | undefined;
    const ScheduledActionARN = known?.ScheduledActionARN ?? world.arn("autoscaling", resource);
    arrange(world, group, { ...input, ScheduledActionARN }, start ?? nextTime(input, world.now()));
    return {};
  },
};

/** A start or a recurrence is given, and neither the start nor the end is over (aws-facts 8.4). */
function checkTimes(
  { Recurrence, EndTime: end }: PutScheduledUpdateGroupActionCommandInput,
  start: Date | undefined,
  now: number,
): void {
  if (!start && Recurrence === undefined) throw invalid("StartTime or Recurrence must be given.");
  if (start && start.getTime() <= now) throw invalid("Given start time is in the past");
  if (end && end.getTime() <= (start?.getTime() ?? now))
    throw invalid("Given end time is before the start time, or in the past");
}

/** Each action of a group needs a start time of its own (ASG/ec2-auto-scaling-scheduled-scaling.html). */
function checkStart({ scheduledActions }: GroupRecord, name: string, start: Date | undefined): void {
  const others = [...scheduledActions.values()] as ScheduledUpdateGroupAction[];
  const other = others.find(
    ({ ScheduledActionName, StartTime }) =>
      ScheduledActionName !== name && StartTime?.getTime() === start?.getTime(),
  );
  if (start && other)
    throw new ServiceFault("AlreadyExists", `${other.ScheduledActionName} starts at ${start.toISOString()}`);
}

export const DeleteScheduledAction: Operation<
  DeleteScheduledActionCommandInput,
  Answer<DeleteScheduledActionCommandOutput>
> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "ScheduledActionName"],
  handle: ({ AutoScalingGroupName, ScheduledActionName: name = "" }, { world }) => {
    const group = changeableGroup(world.state, AutoScalingGroupName);
    if (!group.scheduledActions.delete(name)) throw invalid(`Scheduled action name not found: ${name}`);
    return {};
  },
};

export const DescribeScheduledActions: Operation<
  DescribeScheduledActionsCommandInput,
  Answer<DescribeScheduledActionsCommandOutput>
> = {
  kind: "read",
  accepts: ["AutoScalingGroupName", "ScheduledActionNames", "MaxRecords", "NextToken"],
  handle: (input, { state }) => {
    const { AutoScalingGroupName: group, ScheduledActionNames: names = [] } = input;
    const groups = group === undefined ? [...state.groups.values()] : [groupNamed(state, group)];
    const all = groups.flatMap(
      ({ scheduledActions }) => [...scheduledActions.values()] as ScheduledUpdateGroupAction[],
    );
    const found = all.filter(
      ({ ScheduledActionName: name = "" }) => names.length === 0 || names.includes(name),
    );
    const { page, nextToken } = paginate(found, pageSize(input.MaxRecords), input.NextToken);
    return { ScheduledUpdateGroupActions: page, NextToken: nextToken };
  },
};

/** Keeps the action with the time at which it runs next; one that never does any more is gone. */
function arrange(
  world: World,
  group: GroupRecord,
  action: ScheduledUpdateGroupAction,
  next: Date | null,
): void {
  const { ScheduledActionName: name = "", EndTime: end } = action;
  if (next === null || (end && next > end)) {
    group.scheduledActions.delete(name);
    return;
  }
  group.scheduledActions.set(name, { ...action, StartTime: next, Time: next });
  const at = next.getTime();
  world.after((at - world.now()) / 1000, () => run(world, group.name, name, at));
}

// aws-facts 1.3: an action missed while ScheduledActions is suspended is skipped.
function run(world: World, groupName: string, name: string, at: number): void {
  const group = world.state.groups.get(groupName);
  const action = group?.scheduledActions.get(name) as ScheduledUpdateGroupAction | undefined;
  if (!group || group.deleting || action?.StartTime?.getTime() !== at) return;
  arrange(world, group, action, nextTime(action, at));
  if (group.suspended.has("ScheduledActions")) return;
  try {
    resize(world, group, changedSize(group, action), `a scheduled action update of AutoScalingGroup ${name}`);
  } catch (error) {
    if (!(error instanceof ServiceFault)) throw error;
  }
}
