import type { Invariant } from "../invariant.ts";

/** No change is sent while the fleet, or everything, is frozen. */
export const freeze = (): Invariant => ({
  name: "freeze",
  change: ({ sent }) => (sent.frozen ? "the fleet is frozen" : undefined),
});
