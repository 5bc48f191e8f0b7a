import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import type { ClientFactory } from "../clients.ts";

/** The SDK tries each call once: retries are the middleware's, in the clock that everything else runs in. */
export const autoScalingClient: ClientFactory<"autoScaling"> = (settings) =>
  new AutoScalingClient({ ...settings, maxAttempts: 1 });

export { activitiesSince, failedActivities } from "./activities.ts";
export { groupExtras, scalingPolicies } from "./extras.ts";
export { deleteGroupTags } from "./group-tags.ts";
export {
  createGroup,
  deleteGroup,
  describeGroups,
  describeTaggedGroups,
  type Group,
  type GroupInstance,
  resizeGroup,
} from "./groups.ts";
export { resumeProcesses, suspendProcesses } from "./processes.ts";
export { runningRefresh } from "./refreshes.ts";
export { attachTargetGroup, detachTargetGroup, trafficSourceStates } from "./traffic.ts";
