import type { World } from "./world/world.ts";

/** Ties a world's time to real time. */
interface WallClock {
  /** Brings the world to the present. */
  readonly catchUp: () => void;
  readonly stop: () => void;
}

const TICK_MILLISECONDS = 100;

/**
 * Lets the world's time run at `speed` times real time, from where both stand now. It catches up ten times a second, so
 * that things happen without anybody asking. Speed 0 stands still.
 */
export function runWithWallClock(world: World, speed: number): WallClock {
  const worldStart = world.now();
  const realStart = performance.now();
  const catchUp = (): void => {
    if (speed > 0) world.advanceTo(Math.floor(worldStart + (performance.now() - realStart) * speed));
  };
  const timer = setInterval(catchUp, TICK_MILLISECONDS);
  return { catchUp, stop: () => clearInterval(timer) };
}
