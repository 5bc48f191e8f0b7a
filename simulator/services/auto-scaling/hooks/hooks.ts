import type { World } from "../../../world/world.ts";
import { recordServer, stamp, wayOf } from "../capacity/activity.ts";
import type { GroupInstance, GroupRecord, LifecycleActionRecord, LifecycleHookRecord } from "../state.ts";

export type Transition = LifecycleHookRecord["transition"];
export type Result = LifecycleHookRecord["defaultResult"];
type OnExpiry = (groupName: string, token: string) => void;

/** aws-facts 1.3: an action lasts at most 48 hours or 100 heartbeats, whichever is shorter. */
const LONGEST_WAIT_SECONDS = 48 * 3600;
const MOST_HEARTBEATS = 100;

/** The longest a hook can hold a server, however often its heartbeat is recorded. */
export const globalTimeout = (heartbeatSeconds: number): number =>
  Math.min(LONGEST_WAIT_SECONDS, MOST_HEARTBEATS * heartbeatSeconds);

interface HookStart {
  readonly transition: Transition;
  /** Called when an action's heartbeat runs out unanswered. */
  readonly onExpiry: OnExpiry;
}

/** Starts all hooks of the transition at once; false when the group has none. */
export function startHooks(
  world: World,
  group: GroupRecord,
  instance: GroupInstance,
  { transition, onExpiry }: HookStart,
): boolean {
  const hooks = [...group.hooks.values()].filter((hook) => hook.transition === transition);
  for (const hook of hooks) {
    const { heartbeatSeconds, defaultResult } = hook;
    const action: LifecycleActionRecord = {
      token: world.newUuid(),
      hook: hook.name,
      instanceId: instance.id,
      transition,
      startedAt: world.now(),
      expiresAt: world.now() + heartbeatSeconds * 1000,
      heartbeatSeconds,
      defaultResult,
    };
    group.actions.set(action.token, action);
    instance.waitingFor.push(action.token);
    recordServer(world, "hook-waiting", {
      group,
      instance,
      hook: hook.name,
      token: action.token,
      transition,
    });
    emitHook(world, group, { hook, action, instance });
    watch(world, group.name, { action, onExpiry });
  }
  return hooks.length > 0;
}

/** Takes one action off its server; `ABANDON` takes all others off as well. True when the server waits no more. */
export function endAction(group: GroupRecord, action: LifecycleActionRecord, result: Result): boolean {
  const instance = group.instances.get(action.instanceId);
  group.actions.delete(action.token);
  if (!instance) return false;
  instance.waitingFor = instance.waitingFor.filter((token) => token !== action.token);
  if (result === "ABANDON") cancelActions(group, instance);
  return instance.waitingFor.length === 0;
}

/** Drops every lifecycle action that the server waits for. */
export function cancelActions(group: GroupRecord, instance: GroupInstance): void {
  for (const token of instance.waitingFor) group.actions.delete(token);
  instance.waitingFor = [];
}

/** Gives the action another heartbeat, within its longest time. */
export function recordHeartbeat(world: World, action: LifecycleActionRecord): void {
  const end = action.startedAt + globalTimeout(action.heartbeatSeconds) * 1000;
  action.expiresAt = Math.min(world.now() + action.heartbeatSeconds * 1000, end);
}

interface Watched {
  readonly action: { readonly token: string; readonly expiresAt: number };
  readonly onExpiry: OnExpiry;
}

// A heartbeat recorded meanwhile moves the end: then it is looked at again at the new end.
function watch(world: World, groupName: string, { action: { token, expiresAt }, onExpiry }: Watched): void {
  world.after((expiresAt - world.now()) / 1000, () => {
    const action = world.state.groups.get(groupName)?.actions.get(token);
    if (!action) return;
    if (action.expiresAt > world.now()) watch(world, groupName, { action, onExpiry });
    else onExpiry(groupName, token);
  });
}

interface Waiting {
  readonly hook: LifecycleHookRecord;
  readonly action: LifecycleActionRecord;
  readonly instance: GroupInstance;
}

function emitHook(world: World, group: GroupRecord, { hook, action, instance }: Waiting): void {
  const launching = hook.transition === "autoscaling:EC2_INSTANCE_LAUNCHING";
  world.emit({
    "detail-type": `EC2 Instance-${launching ? "launch" : "terminate"} Lifecycle Action`,
    source: "aws.autoscaling",
    resources: [group.arn],
    detail: {
      LifecycleActionToken: action.token,
      AutoScalingGroupName: group.name,
      LifecycleHookName: hook.name,
      EC2InstanceId: action.instanceId,
      LifecycleTransition: hook.transition,
      ...(hook.notificationMetadata !== null && { NotificationMetadata: hook.notificationMetadata }),
      ...wayOf(launching, instance.warmed, instance.activity),
    },
  });
}

/** What an activity says while a hook holds it. */
export const waitingMessage = (now: number): string => `Waiting for lifecycle hooks since ${stamp(now)}`;
