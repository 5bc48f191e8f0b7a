import type { World } from "../../../world/world.ts";
import { onDemandOf } from "../capacity/purchase.ts";
import { counts } from "../capacity/counting.ts";
import { choicesOf, type LaunchChoice } from "../groups/template.ts";
import type { GroupInstance, GroupRecord } from "../state.ts";
import { choose } from "./choose.ts";
import type { Leaver } from "./ranks.ts";

/**
 * The servers that a scale-in by `surplus` units of capacity takes. A group that buys On-Demand and Spot first tells which of the two
 * is too many, then asks its policies (ASG/ec2-auto-scaling-termination-policies, its section on mixed instances groups).
 */
export function chooseLeavers(world: World, group: GroupRecord, surplus: number): GroupInstance[] {
  const choices = choicesOf(world.state, group);
  const standing = [...group.instances.values()].filter((each) => counts(each) && each.ahead === null);
  const leavers = standing.map((each) => leaver(group, each, choices));
  const policies = (group.verbatim["TerminationPolicies"] as readonly string[] | undefined) ?? ["Default"];
  const take = (from: readonly Leaver[], many: number): string[] =>
    choose(from, { surplus: many, policies, now: world.now() });
  const onDemand = (id: string): boolean => world.state.instances.get(id)?.spot !== true;
  const size = standing.reduce((sum, { weight }) => sum + weight, 0);
  const wanted = onDemandOf(group, size - surplus);
  const present = standing.reduce((sum, { id, weight }) => sum + (onDemand(id) ? weight : 0), 0);
  const many = wanted === null ? surplus : Math.min(surplus, Math.max(0, present - wanted));
  const only = (isOnDemand: boolean): Leaver[] =>
    leavers.map((each) => ({ ...each, mayLeave: each.mayLeave && onDemand(each.id) === isOnDemand }));
  const first = take(wanted === null ? leavers : only(true), many);
  const others = only(false).filter(({ id }) => !first.includes(id));
  const chosen = wanted === null ? first : [...first, ...take(others, surplus - many)];
  return chosen.flatMap((id) => group.instances.get(id) ?? []);
}

function leaver(group: GroupRecord, instance: GroupInstance, choices: readonly LaunchChoice[]): Leaver {
  const { id, zone, weight, launchTemplate, instanceType } = instance;
  const choice = choices.findIndex(({ data }) => data.InstanceType === instanceType);
  return {
    id,
    zone,
    weight,
    healthy: instance.healthStatus === "Healthy",
    stray: !group.zones.includes(zone),
    current: choices.some(({ template }) => template.id === launchTemplate.id),
    version: Number(launchTemplate.version),
    choice: choice === -1 ? choices.length : choice,
    launchedAt: instance.joinedAt,
    mayLeave: !instance.protectedFromScaleIn,
  };
}
