import type { FaultKind } from "../fault-kind.ts";

/** AWS answers 5xx and has done nothing. */
export const serviceErrors: FaultKind = {
  name: "service-errors",
  begin: ({ chaos, random, rate }) => {
    const chance = 0.005 + 0.3 * rate;
    chaos.inject(({ medium }) => {
      if (medium === "ledger" || !random.chance(chance)) return undefined;
      chaos.count("service-errors");
      return { kind: "unavailable" };
    });
  },
};
