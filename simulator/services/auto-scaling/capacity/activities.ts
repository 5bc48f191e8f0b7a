import type {
  Activity,
  DescribeScalingActivitiesCommandInput,
  DescribeScalingActivitiesCommandOutput,
} from "@aws-sdk/client-auto-scaling";
import type { WorldState } from "../../../world/state.ts";
import { type Operation, paginate } from "../../operation.ts";
import { type Answer, groupNamed, pageSize } from "../groups/find.ts";
import type { ActivityRecord, DeletedGroupRecord, GroupRecord } from "../state.ts";

/** Newest first, at most 100 a page; a deleted group's only with IncludeDeletedGroups (aws-facts 1.2). */
export const DescribeScalingActivities: Operation<
  DescribeScalingActivitiesCommandInput,
  Answer<DescribeScalingActivitiesCommandOutput>
> = {
  kind: "read",
  accepts: ["ActivityIds", "AutoScalingGroupName", "IncludeDeletedGroups", "MaxRecords", "NextToken"],
  handle: (input, { state }) => {
    const { ActivityIds: ids = [] } = input;
    const all = groupsAsked(state, input).flatMap((group) =>
      group.activities.map((activity) => ({ group, activity })),
    );
    const found = ids.length === 0 ? all : all.filter(({ activity }) => ids.includes(activity.id));
    const sorted = input.AutoScalingGroupName === undefined ? found.toSorted(newestFirst) : found;
    const { page, nextToken } = paginate(
      sorted,
      input.MaxRecords === undefined ? 100 : pageSize(input.MaxRecords),
      input.NextToken,
    );
    return {
      Activities: page.map(({ group, activity }) => activityShape(group, activity)),
      NextToken: nextToken,
    };
  },
};

const PROGRESS = {
  InProgress: 50,
  PreInService: 30,
  WaitingForELBConnectionDraining: 20,
  MidLifecycleAction: 60,
  Successful: 100,
  Failed: 100,
  Cancelled: 100,
} as const;

/** An activity as the API shows it. */
export function activityShape(group: Named, activity: ActivityRecord): Activity {
  return {
    ActivityId: activity.id,
    AutoScalingGroupName: group.name,
    AutoScalingGroupARN: group.arn,
    Description: activity.description,
    Cause: activity.cause,
    StartTime: new Date(activity.startedAt),
    ...(activity.endedAt !== null && { EndTime: new Date(activity.endedAt) }),
    StatusCode: activity.statusCode,
    ...(activity.statusMessage !== null && { StatusMessage: activity.statusMessage }),
    Progress: PROGRESS[activity.statusCode],
    Details: activity.details,
  };
}

type Named = Pick<GroupRecord, "name" | "arn">;
type Recorded = GroupRecord | DeletedGroupRecord;

interface Dated {
  readonly activity: ActivityRecord;
}

const newestFirst = (a: Dated, b: Dated): number => b.activity.startedAt - a.activity.startedAt;

function groupsAsked(state: WorldState, input: DescribeScalingActivitiesCommandInput): Recorded[] {
  const { AutoScalingGroupName: name, IncludeDeletedGroups: withDeleted = false } = input;
  const deleted = withDeleted ? [...state.deletedGroups.values()] : [];
  if (name === undefined) return [...state.groups.values(), ...deleted];
  const gone = deleted.filter((group) => group.name === name).toReversed();
  const live = state.groups.get(name);
  if (live) return [live, ...gone];
  return gone.length > 0 ? gone : [groupNamed(state, name)];
}
