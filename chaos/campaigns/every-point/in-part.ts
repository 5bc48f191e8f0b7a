import type { Part } from "../options.ts";

/** Spreads what stands in a row over all numbers: neighbours differ in their injury alone. */
const SPREAD = 2_654_435_761;

/** Whether what stands at an index is in the part that is asked for. A part has of every rollout, and of every injury. */
export const isInPart =
  ({ number, of }: Part) =>
  (_each: unknown, index: number): boolean =>
    ((Math.imul(index, SPREAD) >>> 8) % of) + 1 === number;
