import { setImmediate as allWokenCodeHasRun, setTimeout as sleep } from "node:timers/promises";
import type { World } from "../../simulator/world/world.ts";

interface Pace {
  /** Simulated seconds in one real second; Infinity: as fast as this machine can. */
  readonly speed: number;
  readonly isPaused: () => boolean;
  /** Shows the world as it stands; called often, and it must be cheap. */
  readonly show: () => Promise<void>;
  /** Aborted when the person leaves. */
  readonly left: AbortSignal;
}

const FRAME_MS = 80;
/** However fast it goes, in simulated time it is shown this often. */
const SHOW_MS = 1000;

/**
 * Drives the world until `work` settles as the simulator's own `drive` does, but no faster than the pace. Showing takes nothing of the
 * simulated time, so that however it is shown the same comes of it. Undefined: the person left before.
 */
export async function pacedDrive<T>(world: World, work: Promise<T>, pace: Pace): Promise<T | undefined> {
  const { show, left, isPaused } = pace;
  let settled = false;
  const settle = (): void => {
    settled = true;
  };
  work.then(settle, settle);
  const ahead = aheadOf(world, pace);
  for (let shownAt = world.now(); ; ) {
    await allWokenCodeHasRun();
    if (settled) return work;
    if (left.aborted) return undefined;
    const next = world.nextAt();
    if (next === undefined)
      throw new Error("The work waits for something that nothing in the world will bring about.");
    for (let wait = ahead(next); wait > 0 && !left.aborted; wait = ahead(next)) {
      await show();
      await sleep(isPaused() ? FRAME_MS : Math.min(FRAME_MS, wait));
    }
    if (left.aborted) return undefined;
    world.step();
    if (world.now() - shownAt < SHOW_MS) continue;
    shownAt = world.now();
    await show();
  }
}

/** Lets the world go on as far as it may by now; answers how many real milliseconds an instant is ahead of that. */
function aheadOf(world: World, { speed, isPaused }: Pace): (next: number) => number {
  if (speed === Number.POSITIVE_INFINITY) return () => (isPaused() ? FRAME_MS : 0);
  const start = world.now();
  let realStart = performance.now();
  let seenAt = realStart;
  return (next) => {
    const real = performance.now();
    // The time of a pause does not pass for the world.
    if (isPaused()) realStart += real - seenAt;
    seenAt = real;
    const due = start + speed * (real - realStart);
    if (due < next) world.advanceTo(Math.max(world.now(), Math.min(next - 1, due)));
    return isPaused() ? FRAME_MS : (next - due) / speed;
  };
}
