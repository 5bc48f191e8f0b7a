import type { FaultKind } from "../fault-kind.ts";

/** No event arrives at all: what changed is found by whoever looks next. */
export const eventsLost: FaultKind = {
  name: "events-lost",
  begin: ({ chaos, bus }) => {
    bus.disturb(() => {
      chaos.count("events-lost");
      return [];
    });
  },
};
