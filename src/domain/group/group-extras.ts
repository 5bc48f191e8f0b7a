import type {
  LifecycleHook,
  NotificationConfiguration,
  ScalingPolicy,
  ScheduledUpdateGroupAction,
} from "@aws-sdk/client-auto-scaling";

/** What belongs to a group and is not in the group's own description. */
export interface GroupExtras {
  readonly hooks: readonly LifecycleHook[];
  readonly policies: readonly ScalingPolicy[];
  readonly scheduledActions: readonly ScheduledUpdateGroupAction[];
  readonly notifications: readonly NotificationConfiguration[];
}
