import type { FaultKind } from "../fault-kind.ts";

/** A function's process dies before, during or after a call or a write. */
export const lambdaDies: FaultKind = {
  name: "lambda-dies",
  begin: ({ chaos, random, rate }) => {
    const chance = 0.002 + 0.1 * rate;
    chaos.inject(({ medium, what }) => {
      // Most calls are reads, and a death there harms the least.
      const isChange = medium === "call" && what === "write";
      if (!random.chance(isChange ? 4 * chance : chance)) return undefined;
      const when = random.pick(["before", "during", "after"] as const);
      chaos.count(`lambda-dies ${when}`);
      return { kind: "dies", when };
    });
  },
};
