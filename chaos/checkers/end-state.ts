import type { ChaosWorld } from "../world/world.ts";
import { heldLeases, openRecycles, openRetirements, openRollouts } from "../world/ledger-view.ts";
import { targetGroupsOf } from "../../src/domain/generation.ts";
import { carryingNow } from "./carrying.ts";

/**
 * What the world is in the end, as text to compare: what runs, how large, of which image, with which hooks and
 * policies, what has traffic, what is in quarantine. Numbers, ids, names and times of one run are left out.
 */
export function endStateOf({ simulator: { world }, view, account, plan }: ChaosWorld): string {
  const { state } = world;
  const imageName = (id: string): string => state.images.get(id)?.name ?? id;
  const generations = [...view.generations.values()].filter((each) => each.state !== "gone");
  const carrying = carryingNow(world, account, plan.fleet);
  const standing = generations.map((generation) => {
    const { state: is, image, group: name } = generation;
    const targetGroups = targetGroupsOf(generation);
    const group = state.groups.get(name);
    const servers = [...(group?.instances.values() ?? [])];
    return {
      is,
      image: imageName(image),
      size: group && [group.minSize, group.desiredCapacity, group.maxSize],
      servers: servers.map((each) => `${each.lifecycleState} ${each.healthStatus}`).sort(),
      hooks: [...(group?.hooks.keys() ?? [])].sort(),
      policies: [...(group?.policies.keys() ?? [])].sort(),
      suspended: [...(group?.suspended.keys() ?? [])].sort(),
      hasTraffic: carrying.has(name) || targetGroups.some((arn) => carrying.has(arn)),
      targets: targetStates(targetGroups, state),
    };
  });
  return JSON.stringify(
    {
      generations: standing,
      groups: state.groups.size,
      carrying: carrying.size,
      versions: state.launchTemplates.get(account.template)?.versions.size,
      servers: [...state.instances.values()].filter((each) => each.state === "running").length,
      quarantined: [...view.verdicts.values()]
        .filter((each) => each.lifted === null)
        .map((each) => imageName(each.imageId)),
      leases: heldLeases(view),
      retiring: openRetirements(view).length,
      open: openRollouts(view).length + openRecycles(view).length,
    },
    null,
    1,
  );
}

const targetStates = (targetGroups: readonly string[], state: ChaosWorld["simulator"]["world"]["state"]) =>
  targetGroups
    .flatMap((arn) => [...(state.targetGroups.get(arn)?.targets.values() ?? [])])
    .map((each) => each.state)
    .sort();
