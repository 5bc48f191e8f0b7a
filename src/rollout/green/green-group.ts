import { type Group, groupExtras } from "../../aws/auto-scaling/auto-scaling.ts";
import { type Generation, targetGroupsOf } from "../../domain/generation.ts";
import {
  blueprint,
  firstBlueprint,
  type GroupBlueprint,
  uncopyable,
} from "../../domain/group/group-blueprint.ts";
import { pairsOf } from "../../domain/traffic-pairs/pairs-of.ts";
import type { GroupExtras } from "../../domain/group/group-extras.ts";
import { groupControllers } from "../../domain/group/group-owners.ts";
import type { HeldSchedule } from "../../domain/schedule/scheduled-action.ts";
import type { Work } from "../work.ts";

/** Blue with everything that makes it what it is. */
export interface Original {
  readonly group: Group;
  readonly extras: GroupExtras;
}

export async function readOriginal(group: Group, work: Work<"autoScaling">): Promise<Original> {
  return { group, extras: await groupExtras(work.context.aws.autoScaling, group.name) };
}

/** Why green could not be a faithful copy, or would be somebody else's, by name; null: it can. Nothing is dropped in silence. */
export function notCopiedReason({ group, extras }: Original): string | null {
  const found = [
    ...uncopyable(group.raw, extras).map(({ what, why }) => `${what}: ${why}`),
    ...groupControllers(group, extras.hooks).map(({ place, why }) => `${place}: ${why}`),
  ];
  return found.length === 0 ? null : `${group.name} cannot be copied: ${found.join("; ")}`;
}

/**
 * Whether a schedule could resize the group while traffic moves, or has since it was read first: what runs once is gone from blue
 * then, and green is still to follow it.
 */
export const mayResize = ({ group, extras }: Original, known: HeldSchedule | null): boolean =>
  (extras.scheduledActions.length > 0 || (known?.actions.length ?? 0) > 0) &&
  !group.suspendedProcesses.includes("ScheduledActions");

/** Green's group as it is to be: blue's faithful copy, at the size it must have and held there. */
export function planGroup(
  work: Work<never>,
  generation: Generation,
  blue: Original | undefined,
): GroupBlueprint {
  const { size, fleet, id, green: number } = work.run();
  const subnets = work.fleet.network?.subnets;
  const { source } = work.strategy;
  const green = {
    name: generation.group,
    size,
    min: size,
    max: Math.max(size, blue?.group.maxSize ?? work.fleet.capacity.initial?.max ?? size),
    templateId: generation.template.id,
    templateVersion: generation.template.version,
    ...(subnets && { subnets }),
    targetGroups: targetGroupsOf(generation),
    pairs: pairsOf(work.fleet.traffic).map(({ targetGroups }) => targetGroups.map(({ arn }) => arn)),
    joins: source.kind === "attachments" ? source.targetGroup : null,
    tags: { "moult:fleet": fleet, "moult:generation": String(number), "moult:rollout": id },
  };
  if (blue === undefined) return firstBlueprint({ fleet: work.fleet, green });
  return blueprint({ blue: blue.group.raw, extras: blue.extras, green });
}
