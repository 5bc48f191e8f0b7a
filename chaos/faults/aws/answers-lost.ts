import type { FaultKind } from "../fault-kind.ts";

/**
 * A call or a start is carried out and its answer never comes. In most runs it is those of writes alone, and more of
 * them: a lost answer of a read is a step that did nothing. What was written may not be seen yet by reads, for some
 * seconds.
 */
export const answersLost: FaultKind = {
  name: "answers-lost",
  begin: ({ chaos, random, rate }) => {
    const writes = random.chance(0.75);
    const chance = writes ? 0.15 + 0.55 * rate : 0.005 + 0.25 * rate;
    let lost = { at: 0, seenFrom: 0 };
    chaos.inject(({ medium, what }) => {
      const now = chaos.clock.now();
      if (what === "read" && now < lost.seenFrom)
        return { kind: "stale", seconds: Math.ceil((now - lost.at) / 1000) };
      if (medium === "ledger" || (writes && what === "read") || !random.chance(chance)) return undefined;
      chaos.count("answers-lost");
      if (writes) lost = { at: now - 1, seenFrom: now + random.pick([0, 3, 9]) * 1000 };
      return { kind: "lost" };
    });
  },
};
