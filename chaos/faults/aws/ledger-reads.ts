import type { FaultKind } from "../fault-kind.ts";

/**
 * Reads of the ledger are throttled, refused by a server error, or answered late: what was so as they were asked arrives seconds
 * or minutes later, since nothing ends a request of the SDK's that hangs (aws-facts 2). They never lag: each is consistent.
 */
export const ledgerReads: FaultKind = {
  name: "ledger-reads",
  begin: ({ chaos, random, rate }) => {
    const chance = 0.001 + 0.03 * rate;
    chaos.injectReads(() => {
      if (!random.chance(chance)) return undefined;
      const kind = random.pick(["throttled", "unavailable", "late", "late"] as const);
      if (kind !== "late") {
        chaos.count("ledger-reads fail");
        return { kind };
      }
      const seconds = random.pick([2, 5, 20, 60, 130, 600]);
      chaos.count(`ledger-reads ${seconds > 110 ? "hang" : "late"}`);
      return { kind, seconds };
    });
  },
};
