import type { Fleet } from "../declaration/fleet.ts";

/** How long a rollout that succeeds takes at the least: what is declared to be waited, in seconds. */
export function leastSeconds({ traffic, bake, retire }: Pick<Fleet, "traffic" | "bake" | "retire">): number {
  const pauses = "pause" in traffic ? (traffic.steps.length - 1) * traffic.pause : 0;
  return pauses + bake + retire.warm;
}

/**
 * How long one may take at the most, in seconds, where nothing stands still: what took longer was frozen or paused for a time, or had
 * another declaration.
 */
export const mostSeconds = (fleet: Pick<Fleet, "traffic" | "bake" | "retire" | "deadlines">): number => {
  const { drain, handoff } = fleet.retire;
  return leastSeconds(fleet) + fleet.deadlines.rollout + drain + (handoff?.timeout ?? 0);
};
