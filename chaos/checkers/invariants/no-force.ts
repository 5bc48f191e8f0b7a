import { excused } from "../exemptions.ts";
import type { CheckerInput } from "../checker-input.ts";
import type { Change, Invariant } from "../invariant.ts";
import { groupOf, sidesOf } from "../sides.ts";

/** Everything that ends servers without their hooks and their load balancer's drain. */
const FORCE = new Set([
  "TerminateInstances",
  "TerminateInstanceInAutoScalingGroup",
  "DetachInstances",
  "DeleteLifecycleHook",
  "CompleteLifecycleAction",
  "DeregisterTargets",
]);

/** Servers leave through their group, down to zero and read as empty; only then the group goes, never by force. */
export const noForce = (): Invariant => ({
  name: "no-force",
  change: (change, input) => {
    const { action, input: sent } = change.call;
    if (FORCE.has(action) && !isRecycled(change) && !isFollowing(change, input))
      return "it ends servers past their group";
    if (sent["ForceDelete"] === true) return "ForceDelete";
    return (
      strangerFault(change, input) ??
      (action === "DeleteAutoScalingGroup" ? emptyFault(change, input) : undefined)
    );
  },
});

/** What a recycle does: `recycled` judges to whom. */
const OF_RECYCLE = new Set([
  "TerminateInstanceInAutoScalingGroup",
  "CompleteLifecycleAction",
  "DeleteLifecycleHook",
]);
const isRecycled = ({ recycle, call }: Change): boolean =>
  recycle !== undefined && OF_RECYCLE.has(call.action);

/** Somebody has taken the hook from blue, and green follows: what waits for it on green does not wait on blue any more either. */
function isFollowing(change: Change, input: CheckerInput): boolean {
  const { action, input: sent } = change.call;
  const { blue, green } = sidesOf(input, change.rollout);
  const name = String(sent["LifecycleHookName"]);
  const what = `lifecycle hook ${name}`;
  // Whoever gives it back to blue while green follows is followed at the next look.
  const isThere = input.world.state.groups.get(blue?.group ?? "")?.hooks.has(name) === true;
  const isTaken = input.blueChanges.some(
    ({ group, what: changed, at }) =>
      group === blue?.group && changed === what && (!isThere || at >= change.since),
  );
  return (
    action === "DeleteLifecycleHook" &&
    groupOf(change) === green?.group &&
    excused("no-force: a hook that somebody took from blue", isTaken)
  );
}

/** A group is changed only by a rollout that it is blue or green of. */
function strangerFault(change: Change, input: CheckerInput): string | undefined {
  const name = groupOf(change);
  if (name === undefined || name === change.recycle?.group) return undefined;
  const { blue, green } = sidesOf(input, change.rollout);
  return name === blue?.group || name === green?.group
    ? undefined
    : `${name} is neither blue nor green of the rollout`;
}

/** The group was empty when it was looked at. AWS refuses to delete one that servers have joined since (aws-facts 1.2). */
function emptyFault(change: Change, { world }: CheckerInput): string | undefined {
  const group = world.state.groups.get(groupOf(change) ?? "");
  const servers = [...(group?.instances.values() ?? [])].filter(({ joinedAt }) => joinedAt <= change.since);
  return group === undefined || servers.length === 0
    ? undefined
    : `${group.name} still has ${servers.length} servers`;
}
