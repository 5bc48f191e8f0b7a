import type { World } from "../../../world/world.ts";
import { launchChoices, sourceOf } from "../groups/template.ts";
import { forgetRemoved, settleSources } from "../sources/traffic.ts";
import type { GroupInstance, GroupRecord } from "../state.ts";
import { failLaunch } from "./arrival.ts";
import { choose, type Leaver } from "./balance.ts";
import { beginTermination, isTerminating } from "./departure.ts";
import { replacedAtOnce, runs } from "./health.ts";
import { launchMissing } from "./launch.ts";
import { noteLaunchFailure } from "./launch-backoff.ts";
import { wake } from "./wake.ts";

/**
 * Compares a group with what it should be and acts on the difference: launches what is missing, takes out what is too
 * many, replaces what is unhealthy. One pass over its servers, however many changed.
 */
export function reconcile(world: World, name: string): void {
  const group = world.state.groups.get(name);
  if (!group) return;
  if (group.deleting) return finishDeletion(world, group);
  forgetRemoved(group);
  settleSources(world, group);
  dropFailedLaunches(world, group);
  replaceUnhealthy(world, group);
  const capacity = capacityOf(group);
  if (capacity < group.desiredCapacity) launch(world, group, capacity);
  else if (capacity > group.desiredCapacity) scaleIn(world, group, capacity - group.desiredCapacity);
}

const OUTSIDE_CAPACITY = new Set(["EnteringStandby", "Standby", "Detaching", "Detached"]);

/** Whether the server counts for the desired capacity: those in standby and on their way out do not. */
export const counts = (instance: GroupInstance): boolean =>
  !isTerminating(instance) && !OUTSIDE_CAPACITY.has(instance.lifecycleState);

function capacityOf(group: GroupRecord): number {
  let capacity = 0;
  for (const instance of group.instances.values()) if (counts(instance)) capacity += instance.weight;
  return capacity;
}

function finishDeletion(world: World, group: GroupRecord): void {
  for (const instance of group.instances.values()) {
    if (!instance.forced) {
      beginTermination(world, group, instance, { reason: "the deletion of its group", forced: true });
    }
  }
  if (group.instances.size > 0) return;
  const { name, arn, activities } = group;
  world.state.groups.delete(name);
  world.state.deletedGroups.set(arn, { name, arn, activities });
  world.happened("autoscaling", "group-deleted", name, { arn });
}

// A server that EC2 ended before it was in service was never launched, as the group sees it.
function dropFailedLaunches(world: World, group: GroupRecord): void {
  for (const instance of group.instances.values()) {
    if (!instance.lifecycleState.startsWith("Pending") || runs(world, instance)) continue;
    failLaunch(world, group, instance, "The instance ended before it was in service.");
    beginTermination(world, group, instance, { reason: "a failed launch" });
    noteLaunchFailure(world, group);
  }
}

function replaceUnhealthy(world: World, group: GroupRecord): void {
  if (group.suspended.has("ReplaceUnhealthy") || group.suspended.has("Terminate")) return;
  const unhealthy = [...group.instances.values()].filter((each) => each.healthStatus === "Unhealthy");
  let leaving = unhealthy.filter(isTerminating).length;
  for (const instance of unhealthy) {
    if (instance.lifecycleState !== "InService") continue;
    const ended = !runs(world, instance);
    if (!ended && leaving >= replacedAtOnce(group.desiredCapacity)) continue;
    if (!ended) leaving++;
    const reason = ended
      ? "an EC2 health check indicating it has been terminated or stopped"
      : "a health check";
    beginTermination(world, group, instance, { reason });
  }
}

function launch(world: World, group: GroupRecord, capacity: number): void {
  if (group.suspended.has("Launch")) return;
  if (group.retryLaunchAt > world.now())
    return wake(world, group, (group.retryLaunchAt - world.now()) / 1000);
  const bySubnet = new Map<string, number>();
  for (const instance of group.instances.values()) {
    if (counts(instance)) bySubnet.set(instance.subnetId, (bySubnet.get(instance.subnetId) ?? 0) + 1);
  }
  launchMissing(world, group, { capacity, desired: group.desiredCapacity, bySubnet });
}

function scaleIn(world: World, group: GroupRecord, surplus: number): void {
  if (group.suspended.has("Terminate")) return;
  const current = currentVersions(world, group);
  const leavers = [...group.instances.values()].filter(counts).map((each) => leaver(each, current));
  for (const id of choose(leavers, surplus, terminationPolicy(group))) {
    const instance = group.instances.get(id);
    if (instance) beginTermination(world, group, instance, { reason: "a scale-in to the desired capacity" });
  }
}

function leaver(instance: GroupInstance, current: ReadonlySet<string>): Leaver {
  const { id, zone, weight, launchTemplate } = instance;
  return {
    id,
    zone,
    weight,
    healthy: instance.healthStatus === "Healthy",
    current: current.has(versionKey(launchTemplate.id, launchTemplate.version)),
    version: Number(launchTemplate.version),
    launchedAt: instance.joinedAt,
    mayLeave: !instance.protectedFromScaleIn,
  };
}

// A template that is gone names no current version: then age alone decides.
function currentVersions({ state }: World, group: GroupRecord): Set<string> {
  try {
    const choices = launchChoices(state, sourceOf(group));
    return new Set(choices.map(({ template }) => versionKey(template.id, String(template.version))));
  } catch {
    return new Set();
  }
}

const versionKey = (id: string, version: string): string => `${id}:${version}`;

function terminationPolicy({ verbatim }: GroupRecord): string {
  const policies = verbatim["TerminationPolicies"] as readonly string[] | undefined;
  return policies?.[0] ?? "Default";
}
