import type { FaultKind } from "../fault-kind.ts";

/** For minutes at a time most calls are throttled. */
export const throttlingStorms: FaultKind = {
  name: "throttling-storms",
  begin: ({ chaos, random, rate, atTimes }) => {
    let until = 0;
    const share = 0.3 + 0.65 * rate;
    atTimes(1 + random.integer(0, 4), () => {
      until = chaos.clock.now() + random.integer(10, 400) * 1000;
    });
    chaos.inject(({ medium }) => {
      if (medium === "ledger" || chaos.clock.now() >= until || !random.chance(share)) return undefined;
      chaos.count("throttling-storms");
      return { kind: "throttled" };
    });
  },
};
