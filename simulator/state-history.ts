import type { WorldState } from "./world/state.ts";
import type { World } from "./world/world.ts";

/** Earlier copies of the state, for reads that lag behind writes. */
export interface StateHistory {
  /** The state as it was `seconds` ago, to within a second; at most 15 seconds back. */
  asOf(seconds: number): WorldState;
  /** Says that the state may have changed just now. */
  touched(): void;
}

const KEPT_MILLISECONDS = 15_000;
const SECONDS_BETWEEN_COPIES = 1;

/**
 * Keeps copies of a world's state: one a second at most, and only after something changed, so that a world in which
 * nothing happens has nothing scheduled.
 */
export function keepHistory(world: World): StateHistory {
  const copies: { readonly at: number; readonly state: WorldState }[] = [];
  let isCopyDue = false;

  const copy = (): void => {
    isCopyDue = false;
    copies.push({ at: world.now(), state: structuredClone(world.state) });
    // The newest copy that is too old still tells what was true until the next one.
    const oldest = world.now() - KEPT_MILLISECONDS;
    while (copies[1] !== undefined && copies[1].at <= oldest) copies.shift();
  };
  const touched = (): void => {
    if (isCopyDue) return;
    isCopyDue = true;
    world.after(SECONDS_BETWEEN_COPIES, copy);
  };

  copy();
  world.onWorldEvent(touched);
  return {
    touched,
    asOf: (seconds) => {
      const instant = world.now() - seconds * 1000;
      return (copies.findLast(({ at }) => at <= instant) ?? copies[0])?.state ?? world.state;
    },
  };
}
