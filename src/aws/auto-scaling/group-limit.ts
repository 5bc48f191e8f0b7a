import { type AutoScalingClient, DescribeAccountLimitsCommand } from "@aws-sdk/client-auto-scaling";

/** How many groups the account has in this Region, and may have (default 500, aws-facts 2). */
export async function groupLimit(client: AutoScalingClient): Promise<{ used: number; max: number }> {
  const { NumberOfAutoScalingGroups = 0, MaxNumberOfAutoScalingGroups = 0 } = await client.send(
    new DescribeAccountLimitsCommand({}),
  );
  return { used: NumberOfAutoScalingGroups, max: MaxNumberOfAutoScalingGroups };
}
