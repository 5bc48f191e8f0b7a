import type { WorldState } from "../../../world/state.ts";
import { ServiceFault } from "../../operation.ts";
import type { GroupInstance, GroupRecord } from "../state.ts";

/** What an SDK command answers, without the SDK's own metadata. */
export type Answer<Output> = Omit<Output, "$metadata">;

export const invalid = (message: string): ServiceFault => new ServiceFault("ValidationError", message);

/** The group of this name. Throws `ValidationError`, which is how Auto Scaling says that a name is unknown. */
export function groupNamed(state: WorldState, name: string | undefined): GroupRecord {
  const group = state.groups.get(name ?? "");
  if (!group) throw invalid(`AutoScalingGroup name not found - AutoScalingGroup '${name}' not found`);
  return group;
}

/** The group, which must not be on its way out. */
export function changeableGroup(state: WorldState, name: string | undefined): GroupRecord {
  const group = groupNamed(state, name);
  if (group.deleting) throw invalid(`AutoScalingGroup '${name}' is pending delete`);
  return group;
}

/** The servers of these ids, at most `most`; one that is not of the group fails the whole call. */
export function members(
  group: GroupRecord,
  ids: readonly string[] | undefined,
  most: number,
): readonly GroupInstance[] {
  const given = ids ?? [];
  if (given.length > most) throw invalid(`The number of instance IDs must not exceed ${most}.`);
  return given.map((id) => {
    const instance = group.instances.get(id);
    if (!instance) throw invalid(`The instance ${id} is not part of Auto Scaling group ${group.name}.`);
    return instance;
  });
}

/** The group that has this server. Throws `ValidationError` when none does. */
export function groupOf(state: WorldState, instanceId: string | undefined): GroupRecord {
  for (const group of state.groups.values()) if (group.instances.has(instanceId ?? "")) return group;
  throw invalid(`Instance Id not found - No managed instance found for instance ID: ${instanceId}`);
}

/** A page size as a caller asks for it: from 1 to 100, and 50 when not given (aws-facts 1.2). */
export function pageSize(given: number | undefined, most = 100): number {
  const size = given ?? 50;
  if (size < 1 || size > most) throw invalid(`MaxRecords ${size} is not between 1 and ${most}.`);
  return size;
}
