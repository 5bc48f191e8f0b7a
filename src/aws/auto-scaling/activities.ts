import { type AutoScalingClient, DescribeScalingActivitiesCommand } from "@aws-sdk/client-auto-scaling";
import { allPages } from "../pages.ts";

interface FailedActivity {
  /** When it began, milliseconds since 1970, by AWS's clock. */
  readonly at: number;
  readonly message: string;
  readonly cause: string;
}

/** How far our clock and AWS's may be apart: activities from this long before `sinceMs` count. */
const SKEW_MS = 10_000;
const ENDED_BADLY = new Set(["Failed", "Cancelled"]);

interface GroupActivity {
  /** When it began, milliseconds since 1970, by AWS's clock. */
  readonly at: number;
  readonly description: string;
  readonly cause: string;
  /** `Successful`, `Failed`, `Cancelled`, or a name for how far it is. */
  readonly status: string;
  readonly message: string;
}

/**
 * What the group did since `sinceMs`, newest first: one call for a hundred. Activities come sorted by start
 * (AS/DescribeScalingActivities), so older pages are not read.
 */
export async function activitiesSince(
  client: AutoScalingClient,
  name: string,
  sinceMs: number,
): Promise<GroupActivity[]> {
  const since = sinceMs - SKEW_MS;
  const activities = await allPages(
    async (NextToken) => {
      const answer = await client.send(
        new DescribeScalingActivitiesCommand({ AutoScalingGroupName: name, MaxRecords: 100, NextToken }),
      );
      return { items: answer.Activities, next: answer.NextToken };
    },
    (found) => (found.at(-1)?.StartTime?.getTime() ?? since) < since,
  );
  return activities
    .map(({ StartTime, StatusCode, StatusMessage, Description, Cause }) => ({
      at: StartTime?.getTime() ?? 0,
      description: Description ?? "",
      cause: Cause ?? "",
      status: StatusCode ?? "",
      message: StatusMessage ?? Description ?? "no reason given",
    }))
    .filter(({ at }) => at >= since);
}

/** Launches and terminations of the group that failed or were cancelled (a launch hook that ended with ABANDON). */
export async function failedActivities(
  client: AutoScalingClient,
  name: string,
  sinceMs: number,
): Promise<FailedActivity[]> {
  const activities = await activitiesSince(client, name, sinceMs);
  return activities
    .filter(({ status }) => ENDED_BADLY.has(status))
    .map(({ at, message, cause }) => ({ at, message, cause }));
}
