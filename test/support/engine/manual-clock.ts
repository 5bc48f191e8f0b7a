import type { Clock } from "../../../src/domain/clock.ts";

interface Timer {
  readonly at: number;
  readonly wake: () => void;
}

export interface ManualClock extends Clock {
  /** Lets time pass, from timer to timer, until the work settles; answers what it answered. */
  finish<T>(work: Promise<T>): Promise<T>;
}

/** A clock that begins at 0 and moves only in `finish`; waiting takes no real time. */
export function manualClock(): ManualClock {
  let now = 0;
  const timers = new Set<Timer>();
  const step = (): void => {
    const [next] = [...timers].sort((a, b) => a.at - b.at);
    if (next === undefined) throw new Error("The work waits for something that no timer brings about.");
    timers.delete(next);
    now = next.at;
    next.wake();
  };
  return {
    now: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        const timer = { at: now + milliseconds, wake: resolve };
        timers.add(timer);
        signal?.addEventListener("abort", () => {
          timers.delete(timer);
          resolve();
        });
      }),
    finish: async (work) => {
      let settled = false;
      const settle = () => {
        settled = true;
      };
      work.then(settle, settle);
      for (;;) {
        // Everything that was woken runs to its next wait.
        await new Promise((resolve) => setImmediate(resolve));
        if (settled) return work;
        step();
      }
    },
  };
}
