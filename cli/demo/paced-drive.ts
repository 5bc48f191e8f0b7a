import { setImmediate as allWokenCodeHasRun, setTimeout as sleep } from "node:timers/promises";
import type { World } from "../../simulator/world/world.ts";

interface Pace {
  /** Simulated seconds in one real second. */
  readonly speed: number;
  /** Shows the world as it stands; called often, and it must be cheap. */
  readonly paint: () => Promise<void>;
  /** Aborted when the person leaves. */
  readonly left: AbortSignal;
}

const FRAME_MS = 80;

/** Drives the world until `work` settles as the simulator's own `drive` does, but no faster than the pace. */
export async function pacedDrive<T>(
  world: World,
  work: Promise<T>,
  { speed, paint, left }: Pace,
): Promise<T | undefined> {
  let settled = false;
  const settle = (): void => {
    settled = true;
  };
  work.then(settle, settle);
  const [realStart, start] = [performance.now(), world.now()];
  for (;;) {
    await allWokenCodeHasRun();
    if (settled) return work;
    if (left.aborted) return undefined;
    const next = world.nextAt();
    if (next === undefined)
      throw new Error("The work waits for something that nothing in the world will bring about.");
    for (
      let ahead = next - start - speed * (performance.now() - realStart);
      ahead > 0;
      ahead = next - start - speed * (performance.now() - realStart)
    ) {
      world.advanceTo(Math.min(next - 1, start + speed * (performance.now() - realStart)));
      await paint();
      await sleep(Math.min(FRAME_MS, ahead / speed));
      if (left.aborted) return undefined;
    }
    world.step();
  }
}
