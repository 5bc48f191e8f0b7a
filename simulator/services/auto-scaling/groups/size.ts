import type { World } from "../../../world/world.ts";
import { stamp } from "../capacity/activity.ts";
import { forgetLaunchDelay } from "../capacity/launch-backoff.ts";
import { wake } from "../capacity/wake.ts";
import type { GroupRecord } from "../state.ts";
import { invalid } from "./find.ts";

interface Size {
  readonly minSize: number;
  readonly maxSize: number;
  readonly desiredCapacity: number;
}

/** Throws `ValidationError` unless 0 <= minimum <= desired <= maximum. */
export function checkSize({ minSize, maxSize, desiredCapacity }: Size): void {
  if (![minSize, maxSize, desiredCapacity].every((each) => Number.isInteger(each) && each >= 0)) {
    throw invalid("Sizes must be whole numbers of 0 or more.");
  }
  if (minSize > maxSize)
    throw invalid(`Max bound, ${maxSize}, must be greater than or equal to min bound, ${minSize}`);
  if (desiredCapacity < minSize || desiredCapacity > maxSize) {
    throw invalid(
      `Desired capacity:${desiredCapacity} must be between the specified min size:${minSize} and max size:${maxSize}`,
    );
  }
}

/** What a caller changes of a group's size. */
interface SizeChange {
  readonly MinSize?: number | undefined;
  readonly MaxSize?: number | undefined;
  readonly DesiredCapacity?: number | undefined;
}

/**
 * A group's size after a change. A desired capacity that is not given follows the new bounds: it is raised to the
 * minimum and lowered to the maximum (API reference, UpdateAutoScalingGroup). One that is given must lie within them.
 */
export function changedSize(group: Size, change: SizeChange): Size {
  const minSize = change.MinSize ?? group.minSize;
  const maxSize = change.MaxSize ?? group.maxSize;
  const desiredCapacity =
    change.DesiredCapacity ?? Math.min(Math.max(group.desiredCapacity, minSize), maxSize);
  const size = { minSize, maxSize, desiredCapacity };
  checkSize(size);
  return size;
}

/** Gives the group its new size and has it act on it. `who` begins the cause: `a user request`. */
export function resize(world: World, group: GroupRecord, size: Size, who: string): void {
  const from = group.desiredCapacity;
  group.minSize = size.minSize;
  group.maxSize = size.maxSize;
  group.desiredCapacity = size.desiredCapacity;
  group.cause = `At ${stamp(world.now())} ${who} changing the desired capacity from ${from} to ${size.desiredCapacity}.`;
  forgetLaunchDelay(group);
  wake(world, group);
}

/** Sets the desired capacity as servers join or leave. Throws `ValidationError` when it is outside the bounds. */
export function setDesired(world: World, group: GroupRecord, desired: number): void {
  const { minSize, maxSize } = group;
  if (desired < minSize) {
    throw invalid(
      `Currently, desiredSize equals minSize (${minSize}). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.`,
    );
  }
  if (desired > maxSize)
    throw invalid(`AutoScalingGroup ${group.name} has max-size=${maxSize}, too small for ${desired}.`);
  resize(world, group, { minSize, maxSize, desiredCapacity: desired }, "a user request");
}

/**
 * An autoscaler's act: a scaling policy's alarm asks for `desired` servers. Kept within the group's bounds; ignored
 * while AlarmNotification is suspended (aws-facts 1.3). Answers the desired capacity the group then has.
 */
export function applyDesiredByAlarm(world: World, groupName: string, desired: number): number {
  const group = world.state.groups.get(groupName);
  if (!group) throw invalid(`AutoScalingGroup name not found - AutoScalingGroup '${groupName}' not found`);
  if (group.deleting || group.suspended.has("AlarmNotification")) return group.desiredCapacity;
  const desiredCapacity = Math.min(Math.max(Math.ceil(desired), group.minSize), group.maxSize);
  if (desiredCapacity !== group.desiredCapacity) {
    const { minSize, maxSize } = group;
    resize(world, group, { minSize, maxSize, desiredCapacity }, "a monitor alarm triggered a policy");
  }
  return group.desiredCapacity;
}
