import {
  type AutoScalingClient,
  DescribeLifecycleHooksCommand,
  DescribeNotificationConfigurationsCommand,
  DescribePoliciesCommand,
  DescribeScheduledActionsCommand,
  type ScalingPolicy,
  type ScheduledUpdateGroupAction,
} from "@aws-sdk/client-auto-scaling";
import type { GroupExtras } from "../../domain/group/group-blueprint.ts";
import { allPages } from "../pages.ts";

/** All that belongs to a group and that DescribeAutoScalingGroups does not answer: four reads at once. */
export async function groupExtras(client: AutoScalingClient, name: string): Promise<GroupExtras> {
  const [followed, notifications] = await Promise.all([
    followedExtras(client, name),
    allPages(async (NextToken) => {
      const asked = { AutoScalingGroupNames: [name], NextToken };
      const answer = await client.send(new DescribeNotificationConfigurationsCommand(asked));
      return { items: answer.NotificationConfigurations, next: answer.NextToken };
    }),
  ]);
  return { ...followed, notifications };
}

/** What of it is read again while another group takes its place: three reads at once. */
export async function followedExtras(
  client: AutoScalingClient,
  name: string,
): Promise<Omit<GroupExtras, "notifications">> {
  const group = { AutoScalingGroupName: name };
  const [hooks, policies, actions] = await Promise.all([
    client.send(new DescribeLifecycleHooksCommand(group)),
    scalingPolicies(client, name),
    scheduledActions(client, name),
  ]);
  return { hooks: hooks.LifecycleHooks ?? [], policies, scheduledActions: actions };
}

/** The scaling policies of a group. */
export const scalingPolicies = (client: AutoScalingClient, name: string): Promise<ScalingPolicy[]> =>
  allPages(async (NextToken) => {
    const answer = await client.send(new DescribePoliciesCommand({ AutoScalingGroupName: name, NextToken }));
    return { items: answer.ScalingPolicies, next: answer.NextToken };
  });

/** The scheduled actions of a group. */
export const scheduledActions = (
  client: AutoScalingClient,
  name: string,
): Promise<ScheduledUpdateGroupAction[]> =>
  allPages(async (NextToken) => {
    const asked = { AutoScalingGroupName: name, NextToken };
    const answer = await client.send(new DescribeScheduledActionsCommand(asked));
    return { items: answer.ScheduledUpdateGroupActions, next: answer.NextToken };
  });
