import type { OperationTable } from "../operation.ts";
import { DescribeAccountLimits } from "./account-limits.ts";
import { DescribeScalingActivities } from "./activities.ts";
import { CreateAutoScalingGroup } from "./create-group.ts";
import { DeleteAutoScalingGroup } from "./delete-group.ts";
import { DescribeAutoScalingGroups, DescribeAutoScalingInstances } from "./describe-groups.ts";
import * as hooks from "./lifecycle-hooks.ts";
import * as members from "./members.ts";
import * as metrics from "./metrics-collection.ts";
import * as notifications from "./notifications.ts";
import * as policies from "./policies.ts";
import * as processes from "./processes.ts";
import * as scheduled from "./scheduled-actions.ts";
import * as standby from "./standby.ts";
import * as tags from "./tags.ts";
import * as sources from "./traffic-sources.ts";
import { SetDesiredCapacity, UpdateAutoScalingGroup } from "./update-group.ts";

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
  ...scheduled,
  ...standby,
  ...tags,
  ...sources,
};
