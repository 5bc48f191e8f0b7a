import type { FaultKind } from "../fault-kind.ts";

/** Writes of the ledger fail: throttled, refused by a server error, carried out without an answer, or slow. */
export const ledgerFails: FaultKind = {
  name: "ledger-fails",
  begin: ({ chaos, random, rate }) => {
    const chance = 0.005 + 0.2 * rate;
    chaos.inject(({ medium }) => {
      if (medium !== "ledger" || !random.chance(chance)) return undefined;
      const kind = random.pick(["throttled", "unavailable", "lost", "late"] as const);
      chaos.count(`ledger-fails ${kind}`);
      return kind === "late" ? { kind, seconds: random.integer(1, 3) } : { kind };
    });
  },
};
