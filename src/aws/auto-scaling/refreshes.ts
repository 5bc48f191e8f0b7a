import { type AutoScalingClient, DescribeInstanceRefreshesCommand } from "@aws-sdk/client-auto-scaling";
import { allPages } from "../pages.ts";
import { undefinedIfNotFound } from "../undefined-if-not-found.ts";

interface InstanceRefresh {
  readonly id: string;
  readonly status: string;
  /** Of the servers it is to replace; null: not known. */
  readonly percent: number | null;
}

/** Statuses of those that are over (aws-facts 8.4); any other goes on, also one that nobody here knows. */
const ENDED = new Set(["Successful", "Failed", "Cancelled", "RollbackFailed", "RollbackSuccessful"]);

/** The most a call answers at once (aws-facts 8.4). */
const AT_ONCE = 100;

/** The instance refresh of a group that goes on; null: none does, or the group is gone. */
export async function runningRefresh(
  client: AutoScalingClient,
  group: string,
): Promise<InstanceRefresh | null> {
  const refreshes = await undefinedIfNotFound(
    allPages(async (NextToken) => {
      const asked = { AutoScalingGroupName: group, MaxRecords: AT_ONCE, NextToken };
      const answer = await client.send(new DescribeInstanceRefreshesCommand(asked));
      return { items: answer.InstanceRefreshes, next: answer.NextToken };
    }),
  );
  const found = refreshes?.find(({ Status = "" }) => !ENDED.has(Status));
  if (found === undefined) return null;
  const { InstanceRefreshId: id = "", Status: status = "", PercentageComplete: percent = null } = found;
  return { id, status, percent };
}
