import type { World } from "../../../world/world.ts";
import type { ActivityRecord, GroupInstance, GroupRecord } from "../state.ts";

interface ActivityStart {
  readonly description: string;
  readonly cause: string;
  readonly subnetId?: string;
  readonly zone?: string;
}

/** Begins an activity; the newest is first in the group's list. */
export function beginActivity(world: World, group: GroupRecord, start: ActivityStart): ActivityRecord {
  const activity: ActivityRecord = {
    id: world.newUuid(),
    description: start.description,
    cause: start.cause,
    startedAt: world.now(),
    endedAt: null,
    statusCode: "InProgress",
    statusMessage: null,
    details: JSON.stringify({
      ...(start.subnetId !== undefined && { "Subnet ID": start.subnetId }),
      ...(start.zone !== undefined && { "Availability Zone": start.zone }),
    }),
  };
  group.activities.unshift(activity);
  return activity;
}

export function endActivity(
  world: World,
  activity: ActivityRecord,
  statusCode: "Successful" | "Failed" | "Cancelled",
  statusMessage: string | null = null,
): void {
  activity.statusCode = statusCode;
  activity.statusMessage = statusMessage;
  activity.endedAt = world.now();
}

/** An instant as activities write it in their causes: `2026-11-20T10:00:00Z`. */
export const stamp = (instant: number): string => new Date(instant).toISOString().replace(/\.\d{3}Z$/, "Z");

type Outcome =
  | "EC2 Instance Launch Successful"
  | "EC2 Instance Launch Unsuccessful"
  | "EC2 Instance Terminate Successful"
  | "EC2 Instance Terminate Unsuccessful";

interface EventSubject {
  readonly activity: ActivityRecord;
  readonly instanceId?: string;
  /** It is one of the warm pool. */
  readonly warmed?: boolean;
}

/**
 * Tells the bus how an activity ended, in the documented form. Events that say Successful carry the status code
 * InProgress, as AWS's own samples do (events/SOURCES.md: ec2-auto-scaling-event-reference).
 */
export function emitOutcome(
  world: World,
  group: GroupRecord,
  outcome: Outcome,
  { activity, instanceId, warmed = false }: EventSubject,
): void {
  const launching = outcome.startsWith("EC2 Instance Launch");
  const instances = instanceId === undefined ? [] : [world.arn("ec2", `instance/${instanceId}`)];
  world.emit({
    "detail-type": outcome,
    source: "aws.autoscaling",
    resources: [group.arn, ...instances],
    detail: {
      StatusCode: outcome.endsWith("Unsuccessful") ? "Failed" : "InProgress",
      AutoScalingGroupName: group.name,
      ActivityId: activity.id,
      Details: JSON.parse(activity.details) as Record<string, string>,
      RequestId: activity.id,
      StatusMessage: activity.statusMessage ?? "",
      EndTime: stamp(activity.endedAt ?? world.now()),
      EC2InstanceId: instanceId ?? "",
      StartTime: stamp(activity.startedAt),
      Cause: activity.cause,
      ...wayOf(launching, warmed, activity),
      Description: activity.description,
    },
  });
}

/**
 * Where a server comes from and goes to, as events say it (ASG/warm-pools-eventbridge-events): the activity of one that
 * leaves the warm pool for its group says so.
 */
export function wayOf(launching: boolean, warmed: boolean, activity: ActivityRecord | null) {
  const own = warmed ? "WarmPool" : "AutoScalingGroup";
  if (!launching) return { Origin: own, Destination: "EC2" };
  return {
    Origin: activity?.description.includes(" from warm pool:") ? "WarmPool" : "EC2",
    Destination: own,
  };
}

/** Records a happening to one server of the group. */
export function recordServer(
  world: World,
  kind:
    | "instance-launched"
    | "instance-in-service"
    | "instance-warmed"
    | "instance-terminating"
    | "instance-left"
    | "hook-waiting",
  { group, instance, ...detail }: { group: GroupRecord; instance: GroupInstance; [more: string]: unknown },
): void {
  world.happened("autoscaling", kind, instance.id, { group: group.name, ...detail });
}
