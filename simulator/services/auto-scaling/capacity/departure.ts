import type { World } from "../../../world/world.ts";
import { terminateInstances } from "../../ec2/instances/launch.ts";
import { cancelActions, endAction, type Result, startHooks, waitingMessage } from "../hooks/hooks.ts";
import { deregister } from "../sources/traffic.ts";
import type { ActivityRecord, GroupInstance, GroupRecord, LifecycleActionRecord } from "../state.ts";
import { beginActivity, emitOutcome, endActivity, recordServer, stamp } from "./activity.ts";
import { isTerminating } from "./counting.ts";
import { wake } from "./wake.ts";

interface Termination {
  /** Ends the sentence `At …, instance i-… was taken out of service in response to`. */
  readonly reason: string;
  /** Leaves without draining and without hooks: force delete, or a server that EC2 no longer runs. */
  readonly forced?: boolean;
}

/** A server that EC2 has ended, or is ending, outside the group's own walk. */
function isGone(world: World, instance: GroupInstance): boolean {
  const state = world.state.instances.get(instance.id)?.state;
  return state === undefined || state === "shutting-down" || state === "terminated";
}

/**
 * Starts to take a server out: it is deregistered and its connections drain, then the terminate hooks run, then it is
 * terminated (peers 3, Deregistration and termination on AWS). Hooks do not run for a raw EC2 terminate call nor for a
 * forced deletion (same section, and aws-facts 1.2). Asked again, it answers the activity that runs already.
 */
export function beginTermination(
  world: World,
  group: GroupRecord,
  instance: GroupInstance,
  { reason, forced = false }: Termination,
): ActivityRecord {
  if (isTerminating(instance) && instance.activity) {
    if (forced && !instance.forced) setOut(world, group, instance, true);
    return instance.activity;
  }
  if (instance.activity) endActivity(world, instance.activity, "Cancelled");
  const activity = beginActivity(world, group, {
    description: `Terminating EC2 instance: ${instance.id}`,
    cause: `${group.cause}  At ${stamp(world.now())} instance ${instance.id} was taken out of service in response to ${reason}.`,
    subnetId: instance.subnetId,
    zone: instance.zone,
  });
  instance.activity = activity;
  recordServer(world, "instance-terminating", { group, instance, reason });
  setOut(world, group, instance, forced || isGone(world, instance));
  return activity;
}

function setOut(world: World, group: GroupRecord, instance: GroupInstance, forced: boolean): void {
  cancelActions(group, instance);
  instance.forced = forced;
  instance.lifecycleState = "Terminating";
  deregister(world, instance, !forced);
  if (instance.activity && instance.draining.length > 0) {
    instance.activity.statusCode = "WaitingForELBConnectionDraining";
  }
  afterDraining(world, group, instance);
}

/** Moves a server that drains from nothing any more to the next step of its way out; any other stays as it is. */
export function afterDraining(world: World, group: GroupRecord, instance: GroupInstance): void {
  if (instance.draining.length > 0) return;
  if (instance.lifecycleState === "EnteringStandby") {
    instance.lifecycleState = "Standby";
    finishActivity(world, instance);
    if (instance.madeUpForLater) wake(world, group);
  } else if (instance.lifecycleState === "Detaching") {
    instance.lifecycleState = "Detached";
    finishActivity(world, instance);
    forgetGroup(world, instance);
    leave(world, group, instance);
  } else if (instance.lifecycleState === "Terminating") {
    runTerminateHooks(world, group, instance);
  }
}

function runTerminateHooks(world: World, group: GroupRecord, instance: GroupInstance): void {
  const transition = "autoscaling:EC2_INSTANCE_TERMINATING";
  instance.lifecycleState = "Terminating:Wait";
  const onExpiry = (groupName: string, token: string): void => expire(world, groupName, token);
  if (!instance.forced && startHooks(world, group, instance, { transition, onExpiry })) {
    if (instance.activity) {
      instance.activity.statusCode = "MidLifecycleAction";
      instance.activity.statusMessage = waitingMessage(world.now());
    }
    return;
  }
  proceed(world, group, instance);
}

/**
 * Takes the answer of a terminate hook. Either result lets the server end; ABANDON leaves the other hooks out, and keeps
 * the server where the group's InstanceLifecyclePolicy says retain (aws-facts 1.2).
 */
export function finishTerminateAction(
  world: World,
  group: GroupRecord,
  action: LifecycleActionRecord,
  result: Result,
): void {
  const instance = group.instances.get(action.instanceId);
  if (!endAction(group, action, result) || instance?.lifecycleState !== "Terminating:Wait") return;
  if (result === "ABANDON" && retains(group)) {
    instance.lifecycleState = "Terminating:Retained";
    finishActivity(world, instance);
    return;
  }
  proceed(world, group, instance);
}

/** Takes a server out of the group's list, once EC2 has ended it or it was detached. */
export function leave(world: World, group: GroupRecord, instance: GroupInstance): void {
  cancelActions(group, instance);
  group.instances.delete(instance.id);
  const { activity } = instance;
  const terminated = isTerminating(instance);
  if (terminated && activity) {
    endActivity(world, activity, "Successful");
    emitOutcome(world, group, "EC2 Instance Terminate Successful", {
      activity,
      instanceId: instance.id,
      warmed: instance.warmed,
    });
  } else if (activity && activity.endedAt === null) {
    // It was ended from outside while it went into standby or came back.
    endActivity(world, activity, "Cancelled");
  }
  recordServer(world, "instance-left", { group, instance, terminated });
  wake(world, group);
}

function expire(world: World, groupName: string, token: string): void {
  const group = world.state.groups.get(groupName);
  const action = group?.actions.get(token);
  if (group && action) finishTerminateAction(world, group, action, action.defaultResult);
}

function proceed(world: World, group: GroupRecord, instance: GroupInstance): void {
  instance.lifecycleState = "Terminating:Proceed";
  if (instance.activity) {
    instance.activity.statusCode = "InProgress";
    instance.activity.statusMessage = null;
  }
  const state = world.state.instances.get(instance.id)?.state;
  if (state === undefined || state === "terminated") leave(world, group, instance);
  else terminateInstances(world, [instance.id], "Client.UserInitiatedShutdown: terminated by its group");
}

function finishActivity(world: World, instance: GroupInstance): void {
  if (instance.activity) endActivity(world, instance.activity, "Successful");
  instance.activity = null;
}

// A server names its group by a tag; one that was given up names none.
function forgetGroup(world: World, { id }: GroupInstance): void {
  const record = world.state.instances.get(id);
  if (record) record.tags = record.tags.filter(({ key }) => !key.startsWith("aws:autoscaling:"));
}

function retains({ verbatim }: GroupRecord): boolean {
  const policy = verbatim["InstanceLifecyclePolicy"] as
    | { readonly RetentionTriggers?: { readonly TerminateHookAbandon?: string } }
    | undefined;
  return policy?.RetentionTriggers?.TerminateHookAbandon === "retain";
}
