import type { FaultKind } from "../fault-kind.ts";

/**
 * A call hangs for up to a quarter of an hour: the function runs into its time limit, or the state into its own while
 * the old code goes on; the step is tried again beside it; a lease runs out in the middle of a step.
 */
export const lambdaStalls: FaultKind = {
  name: "lambda-stalls",
  begin: ({ chaos, random, rate }) => {
    const chance = 0.002 + 0.06 * rate;
    chaos.inject(({ medium }) => {
      if (medium === "ledger" || !random.chance(chance)) return undefined;
      const seconds = random.pick([1, 5, 30, 100, 130, 300, 700, 900]);
      chaos.count(`lambda-stalls ${seconds > 110 ? "past its time limit" : "a while"}`);
      return { kind: "late", seconds };
    });
  },
};
