import type {
  ResumeProcessesCommandInput,
  ResumeProcessesCommandOutput,
  SuspendProcessesCommandInput,
  SuspendProcessesCommandOutput,
} from "@aws-sdk/client-auto-scaling";
import type { Operation } from "../../operation.ts";
import { stamp } from "../capacity/activity.ts";
import { judge } from "../capacity/health.ts";
import { forgetLaunchDelay } from "../capacity/launch-backoff.ts";
import { wake } from "../capacity/wake.ts";
import { type Answer, changeableGroup, invalid } from "../groups/find.ts";

/** aws-facts 1.3: the names of processes; an empty list means all of them. */
const PROCESSES = [
  "Launch",
  "Terminate",
  "AddToLoadBalancer",
  "AlarmNotification",
  "AZRebalance",
  "HealthCheck",
  "InstanceRefresh",
  "ReplaceUnhealthy",
  "ScheduledActions",
] as const;

export const SuspendProcesses: Operation<
  SuspendProcessesCommandInput,
  Answer<SuspendProcessesCommandOutput>
> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "ScalingProcesses"],
  handle: ({ AutoScalingGroupName, ScalingProcesses }, { world }) => {
    const group = changeableGroup(world.state, AutoScalingGroupName);
    const reason = `User suspended at ${stamp(world.now())}`;
    for (const name of processes(ScalingProcesses)) {
      if (!group.suspended.has(name)) group.suspended.set(name, reason);
    }
    return {};
  },
};

/** Resumes processes; a resumed ReplaceUnhealthy replaces at once, missed scheduled actions stay missed (aws-facts 1.3). */
export const ResumeProcesses: Operation<ResumeProcessesCommandInput, Answer<ResumeProcessesCommandOutput>> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "ScalingProcesses"],
  handle: ({ AutoScalingGroupName, ScalingProcesses }, { world }) => {
    const group = changeableGroup(world.state, AutoScalingGroupName);
    for (const name of processes(ScalingProcesses)) group.suspended.delete(name);
    for (const instance of group.instances.values()) judge(world, group, instance);
    forgetLaunchDelay(group);
    group.launchFailingSince = null;
    wake(world, group);
    return {};
  },
};

function processes(given: readonly string[] | undefined): readonly string[] {
  if (!given || given.length === 0) return PROCESSES;
  const known: readonly string[] = PROCESSES;
  const unknown = given.find((name) => !known.includes(name));
  if (unknown !== undefined) throw invalid(`The process ${unknown} is not a valid scaling process.`);
  return given;
}
