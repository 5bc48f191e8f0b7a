import type { GroupRecord } from "../../../simulator/services/auto-scaling/state.ts";
import type { InstanceRecord } from "../../../simulator/services/ec2/state.ts";
import { STRANGERS } from "../../checkers/strangers/objects.ts";
import type { ChaosWorld } from "../world.ts";

/** Groups that are not the strangers'. */
export const ownGroups = ({ simulator: { world } }: ChaosWorld): GroupRecord[] =>
  [...world.state.groups.values()].filter(({ name }) => name !== STRANGERS);

/** Servers that run and are not the strangers'. */
export function ownRunning({ simulator: { world } }: ChaosWorld): InstanceRecord[] {
  const theirs = world.state.groups.get(STRANGERS)?.instances;
  return [...world.state.instances.values()].filter(
    ({ id, state }) => state === "running" && !theirs?.has(id),
  );
}
