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

/**
 * Launches and terminations of the group that failed or were cancelled (a launch hook that ended with ABANDON) since
 * `sinceMs`, newest first. Activities come sorted by start (AS/DescribeScalingActivities), so older pages are not read.
 */
export async function failedActivities(
  client: AutoScalingClient,
  name: string,
  sinceMs: number,
): Promise<FailedActivity[]> {
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
    .filter(({ StatusCode }) => StatusCode !== undefined && ENDED_BADLY.has(StatusCode))
    .map(({ StartTime, StatusMessage, Description, Cause }) => ({
      at: StartTime?.getTime() ?? 0,
      message: StatusMessage ?? Description ?? "no reason given",
      cause: Cause ?? "",
    }))
    .filter(({ at }) => at >= since);
}
