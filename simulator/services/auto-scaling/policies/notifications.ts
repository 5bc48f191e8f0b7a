import type {
  DeleteNotificationConfigurationCommandInput,
  DeleteNotificationConfigurationCommandOutput,
  DescribeNotificationConfigurationsCommandInput,
  DescribeNotificationConfigurationsCommandOutput,
  NotificationConfiguration,
  PutNotificationConfigurationCommandInput,
  PutNotificationConfigurationCommandOutput,
} from "@aws-sdk/client-auto-scaling";
import { type Operation, paginate } from "../../operation.ts";
import { type Answer, changeableGroup, groupNamed, pageSize } from "../groups/find.ts";

/** Sets what a topic is told of; it replaces what that topic was told before. Nothing is published: there are no topics. */
export const PutNotificationConfiguration: Operation<
  PutNotificationConfigurationCommandInput,
  Answer<PutNotificationConfigurationCommandOutput>
> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "TopicARN", "NotificationTypes"],
  handle: ({ AutoScalingGroupName, TopicARN, NotificationTypes = [] }, { world }) => {
    const group = changeableGroup(world.state, AutoScalingGroupName);
    const others = group.notifications.filter((each) => each["TopicARN"] !== TopicARN);
    const own = NotificationTypes.map((type) => ({
      AutoScalingGroupName: group.name,
      TopicARN,
      NotificationType: type,
    }));
    group.notifications = [...others, ...own];
    return {};
  },
};

export const DeleteNotificationConfiguration: Operation<
  DeleteNotificationConfigurationCommandInput,
  Answer<DeleteNotificationConfigurationCommandOutput>
> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "TopicARN"],
  handle: ({ AutoScalingGroupName, TopicARN }, { world }) => {
    const group = changeableGroup(world.state, AutoScalingGroupName);
    group.notifications = group.notifications.filter((each) => each["TopicARN"] !== TopicARN);
    return {};
  },
};

export const DescribeNotificationConfigurations: Operation<
  DescribeNotificationConfigurationsCommandInput,
  Answer<DescribeNotificationConfigurationsCommandOutput>
> = {
  kind: "read",
  accepts: ["AutoScalingGroupNames", "MaxRecords", "NextToken"],
  handle: ({ AutoScalingGroupNames: names = [], MaxRecords, NextToken }, { state }) => {
    const groups =
      names.length === 0 ? [...state.groups.values()] : names.map((name) => groupNamed(state, name));
    const all = groups.flatMap(({ notifications }) => notifications as NotificationConfiguration[]);
    const { page, nextToken } = paginate(all, pageSize(MaxRecords), NextToken);
    return { NotificationConfigurations: page, NextToken: nextToken };
  },
};
