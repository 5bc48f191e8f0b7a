import type { World } from "../../../world/world.ts";
import { deregisterTargets, registerTargets } from "../../elbv2/target-groups/targets.ts";
import type { GroupInstance, GroupRecord, TrafficSourceRecord } from "../state.ts";

/** Registers a server with every target group of its group, unless AddToLoadBalancer is suspended (aws-facts 1.3). */
export function register(world: World, group: GroupRecord, instance: GroupInstance): void {
  if (group.suspended.has("AddToLoadBalancer")) return;
  for (const arn of group.targetGroupArns) registerWith(world, instance, arn);
}

/** Registers a server with one target group. */
function registerWith(world: World, instance: GroupInstance, arn: string): void {
  if (!instance.registeredWith.includes(arn)) instance.registeredWith.push(arn);
  notDraining(instance, arn);
  registerTargets(world, arn, [instance.id]);
}

/**
 * Deregisters a server from all its target groups, and notes those it drains from. With `wait` false its connections
 * are not waited for.
 */
export function deregister(world: World, instance: GroupInstance, wait: boolean): void {
  const arns = instance.registeredWith;
  instance.registeredWith = [];
  instance.draining = wait ? [...new Set([...instance.draining, ...arns])] : [];
  for (const arn of arns) {
    deregisterTargets(world, arn, [instance.id]);
    if (!isTarget(world, arn, instance.id)) notDraining(instance, arn);
  }
}

/** Deregisters a server from one target group that the group lets go; the server itself stays. */
export function deregisterFrom(world: World, instance: GroupInstance, arn: string): void {
  if (!instance.registeredWith.includes(arn)) return;
  instance.registeredWith = instance.registeredWith.filter((each) => each !== arn);
  if (!instance.draining.includes(arn)) instance.draining.push(arn);
  deregisterTargets(world, arn, [instance.id]);
  if (!isTarget(world, arn, instance.id)) notDraining(instance, arn);
}

export function notDraining(instance: GroupInstance, arn: string): void {
  if (instance.draining.includes(arn)) instance.draining = instance.draining.filter((each) => each !== arn);
}

/** Forgets traffic sources on their way out that no server drains from any more. */
export function forgetRemoved(group: GroupRecord): void {
  for (const [arn, source] of group.trafficSources) {
    if (source.state !== "Removing") continue;
    const used = [...group.instances.values()].some((instance) => instance.draining.includes(arn));
    if (!used) group.trafficSources.delete(arn);
  }
}

/**
 * Registers the servers in service with target groups that were attached, and walks their state on: Adding until all
 * servers are registered, Added until one of them passed its health check, then InService (aws-facts 1.2).
 */
export function settleSources(world: World, group: GroupRecord): void {
  for (const [arn, source] of group.trafficSources) {
    if (source.state !== "Adding" || group.suspended.has("AddToLoadBalancer")) continue;
    for (const instance of group.instances.values()) {
      if (instance.lifecycleState === "InService") registerWith(world, instance, arn);
    }
    source.state = "Added";
    serveWhenHealthy(world, source, arn);
  }
}

function serveWhenHealthy(world: World, source: TrafficSourceRecord, arn: string): void {
  const targets = world.state.targetGroups.get(arn)?.targets.values() ?? [];
  for (const target of targets) {
    if (target.state === "healthy") {
      source.state = "InService";
      return;
    }
  }
}

const isTarget = (world: World, arn: string, id: string): boolean =>
  world.state.targetGroups.get(arn)?.targets.has(id) ?? false;
