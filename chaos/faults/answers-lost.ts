import type { FaultKind } from "../faults.ts";

/** A call or a start is carried out and its answer never comes. */
export const answersLost: FaultKind = {
  name: "answers-lost",
  begin: ({ stage, random, rate }) => {
    const chance = 0.005 + 0.25 * rate;
    stage.onFate(({ medium }) => {
      if (medium === "ledger" || !random.chance(chance)) return undefined;
      stage.count("answers-lost");
      return { kind: "lost" };
    });
  },
};
