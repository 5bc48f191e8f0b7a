import type { OutcomeInput } from "../checker-input.ts";
import type { Invariant } from "../invariant.ts";
import { openOnce } from "./once.ts";

/**
 * The part of `spoken` that needs no sweep, for runs in which none comes by: what is marked as taken the bus has taken, nothing
 * is dropped that was to be said, and nothing is said twice.
 */
export const saidOnce = (): Invariant<OutcomeInput> => {
  const once = openOnce();
  return {
    name: "spoken",
    wrote: (write, input) => once.wrote(write, input),
    worldEvent: (_event, input) => once.twice(input),
    written: (_sort, input) => once.twice(input),
  };
};
