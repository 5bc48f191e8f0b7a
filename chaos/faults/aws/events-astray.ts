import type { FaultKind } from "../fault-kind.ts";

/** Events come twice, late and out of order, or never. */
export const eventsAstray: FaultKind = {
  name: "events-astray",
  begin: ({ chaos, bus, random, rate }) => {
    bus.disturb(() => {
      if (!random.chance(0.1 + 0.9 * rate)) return [0];
      const kind = random.pick(["twice", "late", "never"] as const);
      chaos.count(`events-astray ${kind}`);
      if (kind === "never") return [];
      const seconds = random.integer(1, 900);
      return kind === "late" ? [seconds] : [0, random.pick([0, 1, seconds])];
    });
  },
};
