import type { World } from "../../../world/world.ts";
import type { GroupRecord } from "../state.ts";

/** From a change to a group until the group acts on it. An assumption: AWS gives no figure. */
const REACTION_SECONDS = 1;

type Reconcile = (groupName: string) => void;
const reconcilers = new WeakMap<World, Reconcile>();

/** Names what compares a group of this world with what it should be. */
export function onWake(world: World, reconcile: Reconcile): void {
  reconcilers.set(world, reconcile);
}

/**
 * Has the group compared with what it should be `seconds` from now. Calls that are due no earlier than one already
 * planned cost nothing, so that a thousand servers that leave at once lead to one comparison.
 */
export function wake(world: World, group: GroupRecord, seconds: number = REACTION_SECONDS): void {
  const at = world.now() + Math.round(seconds * 1000);
  if (group.wakeAt !== null && group.wakeAt <= at) return;
  group.wakeAt = at;
  const { name, arn } = group;
  world.after(seconds, () => {
    const found = world.state.groups.get(name);
    if (found?.arn !== arn || found.wakeAt !== at) return;
    found.wakeAt = null;
    reconcilers.get(world)?.(name);
  });
}
