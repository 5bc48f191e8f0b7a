import type { OperationTable } from "../operation.ts";
import { DescribeScalingActivities } from "./capacity/activities.ts";
import * as members from "./capacity/members.ts";
import * as standby from "./capacity/standby.ts";
import { DescribeAccountLimits } from "./groups/account-limits.ts";
import { CreateAutoScalingGroup } from "./groups/create-group.ts";
import { DeleteAutoScalingGroup } from "./groups/delete-group.ts";
import { DescribeAutoScalingGroups, DescribeAutoScalingInstances } from "./groups/describe-groups.ts";
import * as tags from "./groups/tags.ts";
import { SetDesiredCapacity, UpdateAutoScalingGroup } from "./groups/update-group.ts";
import * as hooks from "./hooks/lifecycle-hooks.ts";
import * as metrics from "./policies/metrics-collection.ts";
import * as notifications from "./policies/notifications.ts";
import * as policies from "./policies/policies.ts";
import * as processes from "./policies/processes.ts";
import * as scheduled from "./policies/scheduled-actions.ts";
import {
  CancelInstanceRefresh,
  DescribeInstanceRefreshes,
  StartInstanceRefresh,
} from "./refresh/instance-refreshes.ts";
import * as warmPools from "./warm-pool/warm-pools.ts";
import * as sources from "./sources/traffic-sources.ts";

/** Every operation of Auto Scaling that is carried out. Each module exports operations by their names, and nothing else. */
export const operations: OperationTable = {
  CreateAutoScalingGroup,
  UpdateAutoScalingGroup,
  DeleteAutoScalingGroup,
  DescribeAutoScalingGroups,
  DescribeAutoScalingInstances,
  SetDesiredCapacity,
  DescribeScalingActivities,
  DescribeAccountLimits,
  ...hooks,
  ...members,
  ...metrics,
  ...notifications,
  ...policies,
  ...processes,
  CancelInstanceRefresh,
  DescribeInstanceRefreshes,
  StartInstanceRefresh,
  ...scheduled,
  ...standby,
  ...tags,
  ...warmPools,
  ...sources,
};
