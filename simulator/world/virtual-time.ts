import type { World } from "./world.ts";

/** Time as the control plane sees it: what time it is, and how to wait. */
export interface VirtualClock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves after so long; at once when `signal` is aborted before. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** A clock that stands still until the world is driven; sleeping costs no real time. */
export function virtualClock(world: World): VirtualClock {
  return {
    now: world.now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const wake = (): void => {
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        world.after(milliseconds / 1000, wake);
        signal?.addEventListener("abort", wake);
      }),
  };
}

/**
 * Drives the world until `work` settles, and answers what it answered. Whatever `work` waits for must be an action of
 * the world (a sleep, a simulated call): after each instant all code that it woke runs to its next wait.
 * Throws when `work` still waits and nothing is scheduled: that is a deadlock, not patience.
 */
export async function drive<T>(world: World, work: Promise<T>): Promise<T> {
  let settled = false;
  const settle = (): void => {
    settled = true;
  };
  work.then(settle, settle);
  for (;;) {
    await allWokenCodeHasRun();
    if (settled) return work;
    if (!world.step())
      throw new Error("The work waits for something that nothing in the world will bring about.");
  }
}

// One turn of the event loop: every promise that is already resolved has run its reactions before an immediate fires.
const allWokenCodeHasRun = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
