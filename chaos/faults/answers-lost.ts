import type { FaultKind } from "../faults.ts";

/**
 * A call or a start is carried out and its answer never comes. In every other run it is those of writes alone, and more
 * of them: a lost answer of a read is a step that did nothing.
 */
export const answersLost: FaultKind = {
  name: "answers-lost",
  begin: ({ stage, random, rate }) => {
    const writes = random.chance(0.5);
    const chance = writes ? 0.05 + 0.5 * rate : 0.005 + 0.25 * rate;
    stage.onFate(({ medium, what }) => {
      if (medium === "ledger" || (writes && what === "read") || !random.chance(chance)) return undefined;
      stage.count("answers-lost");
      return { kind: "lost" };
    });
  },
};
