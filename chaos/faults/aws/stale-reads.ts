import { MOST_LAG_SECONDS } from "../../world/world.ts";
import type { FaultKind } from "../fault-kind.ts";

/** Reads lag writes by up to ten seconds. */
export const staleReads: FaultKind = {
  name: "stale-reads",
  begin: ({ chaos, random, rate }) => {
    const chance = 0.02 + 0.6 * rate;
    chaos.inject(({ medium }) =>
      medium === "call" && random.chance(chance)
        ? { kind: "stale", seconds: random.integer(1, MOST_LAG_SECONDS) }
        : undefined,
    );
  },
};
