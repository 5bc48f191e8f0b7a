import type { GroupExtras } from "../group/group-extras.ts";
import type { Following } from "./blue-changes.ts";

interface Green {
  readonly hooks: GroupExtras["hooks"];
  readonly instances: readonly { readonly id: string; readonly lifecycleState: string }[];
}

/**
 * Deleting a hook ends what waits in it: a launch is given up, and a server goes before anybody has said that its data is safe
 * (AS/DeleteLifecycleHook). While servers of green's wait so, the hook stays and is named, with the command that ends it.
 */
export function spareWaiting(way: Following, { hooks, instances }: Green): Following {
  if (way.act !== "call" || way.call.call !== "DeleteLifecycleHook") return way;
  const { LifecycleHookName: name, AutoScalingGroupName: group } = way.call.input;
  const hook = hooks.find(({ LifecycleHookName }) => LifecycleHookName === name);
  const state = hook?.LifecycleTransition?.endsWith("LAUNCHING") ? "Pending:Wait" : "Terminating:Wait";
  const waiting = instances.filter(({ lifecycleState }) => lifecycleState === state).map(({ id }) => id);
  if (waiting.length === 0) return way;
  const command = `aws autoscaling delete-lifecycle-hook --auto-scaling-group-name ${group} --lifecycle-hook-name ${name}`;
  const reason = `${way.what} was taken from blue: on green ${waiting.join(", ")} may wait in it, which ends with it, so it stays; once none waits, ${command}`;
  return { act: "name", what: way.what, reason };
}
