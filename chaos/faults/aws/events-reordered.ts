import type { FaultKind } from "../fault-kind.ts";

/** Events of a while arrive together at its end, the newest one first; some of them once more after that. */
export const eventsReordered: FaultKind = {
  name: "events-reordered",
  begin: ({ chaos, bus, random, rate }) => {
    const whileSeconds = 30 + Math.round(870 * rate);
    let [endsAt, ahead] = [0, 0];
    bus.disturb(() => {
      const now = chaos.clock.now() / 1000;
      if (now >= endsAt) [endsAt, ahead] = [now + whileSeconds, 0];
      ahead += 1;
      chaos.count("events-reordered");
      // Each a second before the one that came before it.
      const seconds = Math.max(0, endsAt - now + 30 - ahead);
      return random.chance(0.3) ? [seconds, seconds + random.integer(1, 60)] : [seconds];
    });
  },
};
