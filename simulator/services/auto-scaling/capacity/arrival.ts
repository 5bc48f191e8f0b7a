import type { World } from "../../../world/world.ts";
import { endAction, type Result, startHooks, waitingMessage } from "../hooks/hooks.ts";
import { register } from "../sources/traffic.ts";
import type { GroupInstance, GroupRecord, LifecycleActionRecord } from "../state.ts";
import { emitOutcome, endActivity, recordServer } from "./activity.ts";
import { beginTermination } from "./departure.ts";
import { noteLaunchFailure, noteLaunchSuccess } from "./launch-backoff.ts";
import { wake } from "./wake.ts";
import { enterPool } from "../warm-pool/warm-pool.ts";

/** From the end of the launch hooks until the server is in service. An assumption: AWS gives no figure. */
const PROCEED_SECONDS = 1;

/**
 * Walks a launched server on when EC2 runs it: the launch hooks come first, registration with the load balancer after
 * them, and only then InService is reported (aws-facts 1.3).
 */
export function afterRunning(world: World, group: GroupRecord, instance: GroupInstance): void {
  if (instance.lifecycleState !== "Pending") return;
  const transition = "autoscaling:EC2_INSTANCE_LAUNCHING";
  const onExpiry = (groupName: string, token: string): void => expire(world, groupName, token);
  if (!startHooks(world, group, instance, { transition, onExpiry })) {
    enterService(world, group, instance);
    return;
  }
  instance.lifecycleState = "Pending:Wait";
  if (instance.activity) {
    instance.activity.statusCode = "MidLifecycleAction";
    instance.activity.statusMessage = waitingMessage(world.now());
  }
}

/** Takes the answer of a launch hook: ABANDON terminates and replaces the server (aws-facts 1.3). */
export function finishLaunchAction(
  world: World,
  group: GroupRecord,
  action: LifecycleActionRecord,
  result: Result,
): void {
  const instance = group.instances.get(action.instanceId);
  if (!endAction(group, action, result) || instance?.lifecycleState !== "Pending:Wait") return;
  if (result === "ABANDON") abandon(world, group, instance);
  else proceed(world, group, instance);
}

/** Registers the server with the group's target groups and reports it in service; one of the warm pool goes there. */
export function enterService(world: World, group: GroupRecord, instance: GroupInstance): void {
  if (instance.warmed) return enterPool(world, group, instance);
  register(world, group, instance);
  instance.lifecycleState = "InService";
  instance.inServiceAt = world.now();
  const { activity } = instance;
  instance.activity = null;
  if (activity) {
    endActivity(world, activity, "Successful");
    if (activity.description.startsWith("Launching")) {
      emitOutcome(world, group, "EC2 Instance Launch Successful", { activity, instanceId: instance.id });
      noteLaunchSuccess(group);
    }
  }
  recordServer(world, "instance-in-service", { group, instance });
  // Now others may go, or zones be balanced, or its lifetime runs.
  wake(world, group);
}

function proceed(world: World, group: GroupRecord, instance: GroupInstance): void {
  instance.lifecycleState = "Pending:Proceed";
  const { name } = group;
  const { id } = instance;
  world.after(PROCEED_SECONDS, () => {
    const found = world.state.groups.get(name);
    const waiting = found?.instances.get(id);
    if (found && waiting?.lifecycleState === "Pending:Proceed") enterService(world, found, waiting);
  });
}

function abandon(world: World, group: GroupRecord, instance: GroupInstance): void {
  failLaunch(world, group, instance, "Lifecycle action was abandoned.");
  beginTermination(world, group, instance, { reason: "an abandoned lifecycle action" });
  noteLaunchFailure(world, group);
  wake(world, group);
}

/** Records that a launched server never got into service. */
export function failLaunch(world: World, group: GroupRecord, instance: GroupInstance, message: string): void {
  const { activity } = instance;
  if (!activity?.description.startsWith("Launching") || activity.endedAt !== null) return;
  endActivity(world, activity, "Failed", message);
  emitOutcome(world, group, "EC2 Instance Launch Unsuccessful", { activity, instanceId: instance.id });
  instance.activity = null;
}

function expire(world: World, groupName: string, token: string): void {
  const group = world.state.groups.get(groupName);
  const action = group?.actions.get(token);
  if (group && action) finishLaunchAction(world, group, action, action.defaultResult);
}
