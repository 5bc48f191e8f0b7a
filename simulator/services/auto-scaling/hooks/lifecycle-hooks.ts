import type {
  CompleteLifecycleActionCommandInput,
  CompleteLifecycleActionCommandOutput,
  DeleteLifecycleHookCommandInput,
  DeleteLifecycleHookCommandOutput,
  DescribeLifecycleHooksCommandInput,
  DescribeLifecycleHooksCommandOutput,
  PutLifecycleHookCommandInput,
  PutLifecycleHookCommandOutput,
  RecordLifecycleActionHeartbeatCommandInput,
  RecordLifecycleActionHeartbeatCommandOutput,
} from "@aws-sdk/client-auto-scaling";
import type { World } from "../../../world/world.ts";
import type { Operation } from "../../operation.ts";
import { finishLaunchAction } from "../capacity/arrival.ts";
import { finishTerminateAction } from "../capacity/departure.ts";
import { type Answer, changeableGroup, groupNamed, invalid } from "../groups/find.ts";
import type { GroupRecord, LifecycleActionRecord, LifecycleHookRecord } from "../state.ts";
import { putHook, resultOf } from "./hook-input.ts";
import { globalTimeout, type Result, recordHeartbeat } from "./hooks.ts";

/** Sets a hook for servers that launch or terminate from now on. */
export const PutLifecycleHook: Operation<
  PutLifecycleHookCommandInput,
  Answer<PutLifecycleHookCommandOutput>
> = {
  kind: "write",
  accepts: [
    ...(["LifecycleHookName", "AutoScalingGroupName", "LifecycleTransition", "RoleARN"] as const),
    ...(["NotificationTargetARN", "NotificationMetadata", "HeartbeatTimeout", "DefaultResult"] as const),
  ],
  handle: (input, { world }) => {
    putHook(changeableGroup(world.state, input.AutoScalingGroupName).hooks, input);
    return {};
  },
};

/** Deletes a hook. Outstanding actions end first: ABANDON for launching, CONTINUE for terminating (API reference). */
export const DeleteLifecycleHook: Operation<
  DeleteLifecycleHookCommandInput,
  Answer<DeleteLifecycleHookCommandOutput>
> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "LifecycleHookName"],
  handle: ({ AutoScalingGroupName, LifecycleHookName: name = "" }, { world }) => {
    const group = groupNamed(world.state, AutoScalingGroupName);
    if (!group.hooks.delete(name)) throw invalid(`No Lifecycle Hook found with name: ${name}`);
    for (const action of [...group.actions.values()].filter(({ hook }) => hook === name)) {
      finish(world, group, action, action.transition.endsWith("LAUNCHING") ? "ABANDON" : "CONTINUE");
    }
    return {};
  },
};

export const DescribeLifecycleHooks: Operation<
  DescribeLifecycleHooksCommandInput,
  Answer<DescribeLifecycleHooksCommandOutput>
> = {
  kind: "read",
  accepts: ["AutoScalingGroupName", "LifecycleHookNames"],
  handle: ({ AutoScalingGroupName, LifecycleHookNames: names = [] }, { state }) => {
    const group = groupNamed(state, AutoScalingGroupName);
    const hooks = [...group.hooks.values()].filter(({ name }) => names.length === 0 || names.includes(name));
    return { LifecycleHooks: hooks.map((hook) => hookShape(group.name, hook)) };
  },
};

/** Answers a hook, by token or by server (aws-facts 1.3). Throws `ValidationError` when nothing waits for it. */
export const CompleteLifecycleAction: Operation<
  CompleteLifecycleActionCommandInput,
  Answer<CompleteLifecycleActionCommandOutput>
> = {
  kind: "write",
  accepts: [
    "AutoScalingGroupName",
    "LifecycleHookName",
    "LifecycleActionToken",
    "LifecycleActionResult",
    "InstanceId",
  ],
  handle: (input, { world }) => {
    const group = groupNamed(world.state, input.AutoScalingGroupName);
    const result = resultOf(input.LifecycleActionResult);
    finish(world, group, actionOf(group, input), result);
    return {};
  },
};

/** Gives the action another heartbeat, up to its longest time (aws-facts 1.3). */
export const RecordLifecycleActionHeartbeat: Operation<
  RecordLifecycleActionHeartbeatCommandInput,
  Answer<RecordLifecycleActionHeartbeatCommandOutput>
> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "LifecycleHookName", "LifecycleActionToken", "InstanceId"],
  handle: (input, { world }) => {
    recordHeartbeat(world, actionOf(groupNamed(world.state, input.AutoScalingGroupName), input));
    return {};
  },
};

function finish(world: World, group: GroupRecord, action: LifecycleActionRecord, result: Result): void {
  if (action.transition === "autoscaling:EC2_INSTANCE_LAUNCHING") {
    finishLaunchAction(world, group, action, result);
  } else finishTerminateAction(world, group, action, result);
}

interface Named {
  readonly LifecycleHookName?: string | undefined;
  readonly LifecycleActionToken?: string | undefined;
  readonly InstanceId?: string | undefined;
}

function actionOf(group: GroupRecord, named: Named): LifecycleActionRecord {
  const { LifecycleHookName: hook, LifecycleActionToken: token, InstanceId: id } = named;
  if (token === undefined && id === undefined) {
    throw invalid("Either LifecycleActionToken or InstanceId must be given.");
  }
  const tokens = token === undefined ? (group.instances.get(id ?? "")?.waitingFor ?? []) : [token];
  const actions = tokens.flatMap((each) => group.actions.get(each) ?? []);
  const found = actions.find((each) => each.hook === hook);
  if (!found) {
    const by = token === undefined ? `instance ID ${id}` : `token ${token}`;
    throw invalid(`No active Lifecycle Action found with ${by}`);
  }
  return found;
}

const hookShape = (groupName: string, hook: LifecycleHookRecord) => ({
  LifecycleHookName: hook.name,
  AutoScalingGroupName: groupName,
  LifecycleTransition: hook.transition,
  ...(hook.notificationTargetArn !== null && { NotificationTargetARN: hook.notificationTargetArn }),
  ...(hook.roleArn !== null && { RoleARN: hook.roleArn }),
  ...(hook.notificationMetadata !== null && { NotificationMetadata: hook.notificationMetadata }),
  HeartbeatTimeout: hook.heartbeatSeconds,
  GlobalTimeout: globalTimeout(hook.heartbeatSeconds),
  DefaultResult: hook.defaultResult,
});
