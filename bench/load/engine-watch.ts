import type { Clock } from "../../src/domain/clock.ts";

/** Step Functions' buckets, capacity and refill a second, in most Regions (aws-facts 2): not the three largest ones. */
const TRANSITIONS = { capacity: 800, refill: 800 };
const STARTS = { capacity: 800, refill: 150 };

/** What the engine did. */
export interface EngineCounts {
  /** Tasks that failed for throttling: what a step threw, whether it was tried again or not. */
  readonly throttledTasks: number;
  /** Tasks that failed for anything else, by name. */
  readonly failedTasks: Readonly<Record<string, number>>;
  readonly transitions: number;
  /** The most Tasks at once: each would be a Lambda. */
  readonly mostTasks: number;
  /** The fewest tokens that Step Functions' buckets had left; below 0 it would have delayed. */
  readonly leastTransitionTokens: number;
  readonly leastStartTokens: number;
}

/** Counts what the engine does, as Step Functions and Lambda would be drawn on. */
export function watchEngine() {
  const failedTasks: Record<string, number> = {};
  let [transitions, tasks, mostTasks] = [0, 0, 0];
  const watch = {
    clock: undefined as Pick<Clock, "now"> | undefined,
    onState: (): void => {
      transitions += 1;
      drawOn(ofTransitions, watch.clock?.now() ?? 0);
    },
    onStart: (): void => drawOn(ofStarts, watch.clock?.now() ?? 0),
    aroundTask: async (_resource: string, run: () => Promise<unknown>): Promise<unknown> => {
      tasks += 1;
      mostTasks = Math.max(mostTasks, tasks);
      try {
        return await run();
      } catch (error) {
        const { name } = error instanceof Error ? error : { name: "unknown" };
        failedTasks[name] = (failedTasks[name] ?? 0) + 1;
        throw error;
      } finally {
        tasks -= 1;
      }
    },
    counts: (): EngineCounts => {
      const { Throttled: throttledTasks = 0, ...others } = failedTasks;
      const [leastTransitionTokens, leastStartTokens] = [ofTransitions.least, ofStarts.least].map(Math.floor);
      return {
        throttledTasks,
        failedTasks: others,
        transitions,
        mostTasks,
        leastTransitionTokens: leastTransitionTokens ?? 0,
        leastStartTokens: leastStartTokens ?? 0,
      };
    },
  };
  const ofTransitions = bucket(TRANSITIONS);
  const ofStarts = bucket(STARTS);
  return watch;
}

interface Bucket {
  readonly capacity: number;
  readonly refill: number;
  tokens: number;
  at: number;
  least: number;
}

const bucket = (size: { capacity: number; refill: number }): Bucket => ({
  ...size,
  tokens: size.capacity,
  at: 0,
  least: size.capacity,
});

function drawOn(from: Bucket, now: number): void {
  from.tokens = Math.min(from.capacity, from.tokens + ((now - from.at) / 1000) * from.refill) - 1;
  from.at = now;
  from.least = Math.min(from.least, from.tokens);
}
