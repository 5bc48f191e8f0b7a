import type { World } from "../../../world/world.ts";
import { counts } from "../capacity/counting.ts";
import { choicesOf, type LaunchChoice } from "../groups/template.ts";
import type { GroupInstance, GroupRecord } from "../state.ts";
import { choose } from "./choose.ts";
import type { Leaver } from "./ranks.ts";

/** The servers that a scale-in by `surplus` units of capacity takes. */
export function chooseLeavers(world: World, group: GroupRecord, surplus: number): GroupInstance[] {
  const choices = choicesOf(world.state, group);
  const standing = [...group.instances.values()].filter((each) => counts(each) && each.ahead === null);
  const leavers = standing.map((each) => leaver(group, each, choices));
  const policies = (group.verbatim["TerminationPolicies"] as readonly string[] | undefined) ?? ["Default"];
  return choose(leavers, { surplus, policies, now: world.now() }).flatMap(
    (id) => group.instances.get(id) ?? [],
  );
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
